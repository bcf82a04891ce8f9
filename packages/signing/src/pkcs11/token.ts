import type { Handle, PKCS11 } from 'pkcs11js';
import { SigningFault } from '../secret.ts';

/** A token and the key in it. */
export interface TokenPlace {
  /** The vendor's library (.so). */
  readonly library: string;
  readonly token: string;
  /** CKA_LABEL of the key. */
  readonly label: string;
  /** Asked once, at login, and kept nowhere. */
  readonly pin: () => string | Promise<string>;
}

/** A session that is logged in, with the key it signs by. */
export interface TokenSession {
  readonly pkcs11: PKCS11;
  readonly constants: typeof import('pkcs11js');
  readonly session: Handle;
  readonly key: Handle;
  /** CKA_KEY_TYPE: CKK_RSA, CKK_EC, … */
  readonly kind: number;
  readonly close: () => void;
}

/** What the library said, without what it was asked: a message of a vendor may quote anything. */
const said = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error
    ? `CKR 0x${Number(error.code).toString(16)}`
    : 'unknown';

const load = async (): Promise<typeof import('pkcs11js')> => {
  try {
    const loaded = await import('pkcs11js');
    return (loaded as unknown as { default?: typeof loaded }).default ?? loaded;
  } catch {
    throw new SigningFault(
      'pkcs11js 尚未编译 / pkcs11js is not compiled (node packages/signing/src/pkcs11/compile.ts)',
    );
  }
};

const slotOf = (pkcs11: PKCS11, token: string): Handle => {
  const found = pkcs11.C_GetSlotList(true).find((slot) => pkcs11.C_GetTokenInfo(slot).label.trim() === token);
  if (!found) throw new SigningFault(`没有令牌 / there is no token ${token}`);
  return found;
};

const keyOf = (pkcs11: PKCS11, c: typeof import('pkcs11js'), session: Handle, label: string): Handle => {
  pkcs11.C_FindObjectsInit(session, [
    { type: c.CKA_CLASS, value: c.CKO_PRIVATE_KEY },
    { type: c.CKA_LABEL, value: label },
  ]);
  const found = pkcs11.C_FindObjects(session, 2);
  pkcs11.C_FindObjectsFinal(session);
  if (found.length !== 1)
    throw new SigningFault(
      `令牌中名为 ${label} 的私钥有 ${found.length} 把 / ${found.length} private keys are called ${label}`,
    );
  return found[0]!;
};

/** A key that could leave its token is none of ours: production keys are made in the token, and stay. */
const refuseLoose = (pkcs11: PKCS11, c: typeof import('pkcs11js'), session: Handle, key: Handle): void => {
  const [sensitive, extractable] = pkcs11.C_GetAttributeValue(session, key, [
    { type: c.CKA_SENSITIVE },
    { type: c.CKA_EXTRACTABLE },
  ]) as { value: Buffer }[];
  if (sensitive?.value[0] !== 1 || extractable?.value[0] !== 0)
    throw new SigningFault('该私钥可被导出,不予使用 / the key could be taken out of its token and is not used');
};

/** Opens a token and logs in. @throws SigningFault; the PIN is in no message */
export const openToken = async ({ library, token, label, pin }: TokenPlace): Promise<TokenSession> => {
  const constants = await load();
  const pkcs11 = new constants.PKCS11();
  try {
    pkcs11.load(library);
    try {
      pkcs11.C_Initialize();
    } catch (error) {
      // Another signer of this process uses the same library already.
      if ((error as { code?: number }).code !== constants.CKR_CRYPTOKI_ALREADY_INITIALIZED) throw error;
    }
    const session = pkcs11.C_OpenSession(slotOf(pkcs11, token), constants.CKF_SERIAL_SESSION);
    try {
      pkcs11.C_Login(session, constants.CKU_USER, await pin());
    } catch (error) {
      if ((error as { code?: number }).code !== constants.CKR_USER_ALREADY_LOGGED_IN) throw error;
    }
    const key = keyOf(pkcs11, constants, session, label);
    refuseLoose(pkcs11, constants, session, key);
    const [kind] = pkcs11.C_GetAttributeValue(session, key, [{ type: constants.CKA_KEY_TYPE }]) as { value: Buffer }[];
    return {
      pkcs11,
      constants,
      session,
      key,
      kind: Number(kind!.value.readBigUInt64LE()),
      close: () => pkcs11.C_CloseSession(session),
    };
  } catch (error) {
    if (error instanceof SigningFault) throw error;
    throw new SigningFault(`令牌 ${token} 无法打开 / token ${token} cannot be opened (${said(error)})`);
  }
};

export { said as wordsOfToken };
