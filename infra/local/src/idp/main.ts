import { createServer } from 'node:http';
import { z } from 'zod';
import { DemoPerson } from './people.ts';
import { openIdp } from './provider.ts';

/** What the provider is told; all of it by `up`. */
const Config = z.object({
  IDP_HOST: z.string(),
  IDP_PORT: z.coerce.number().int(),
  IDP_PEOPLE: z.string().transform((text) => z.array(DemoPerson).parse(JSON.parse(text))),
  IDP_CLIENT: z
    .string()
    .transform((text) =>
      z
        .object({ id: z.string(), secret: z.string(), redirectUris: z.array(z.string()), homes: z.array(z.string()) })
        .parse(JSON.parse(text)),
    ),
});

const config = Config.parse(process.env);
const issuer = `http://${config.IDP_HOST}:${config.IDP_PORT}`;
const { callback } = openIdp({
  issuer,
  people: config.IDP_PEOPLE,
  client: config.IDP_CLIENT,
  showCodes: true,
  now: Date.now,
});
const server = createServer(callback).listen({ host: config.IDP_HOST, port: config.IDP_PORT });
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  });
