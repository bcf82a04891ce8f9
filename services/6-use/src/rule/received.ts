import type { HoldingPlace, PackageReceived, ReceivedIndexed } from '@guidang/contracts';

/** What use keeps of a package from elsewhere, as the link says that received it. */
export type Received = Omit<ReceivedIndexed['body'], 'files'>;

export const receivedOf = ({
  case: number,
  time,
  body: { handed, copies, reports },
}: Pick<PackageReceived, 'case' | 'time' | 'body'>): Received => ({
  ...{ referenceCode: number, receivedAt: time, sender: handed.sender, profile: handed.profile },
  ...{ package: handed.package, copies: placesOf(copies) },
  ...{ report: handed.report, reports: placesOf(reports) },
});

export const placesOf = (copies: readonly HoldingPlace[]): HoldingPlace[] =>
  copies.map(({ place, bucket, key, versionId }) => ({ place, bucket, key, versionId }));
