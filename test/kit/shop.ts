import { type LongCommand, startCommand } from './terminal.ts';

export type Shop = LongCommand & { readonly url: string };

/** The image generator of the examples as a process, at a free port. A picture takes no time, unless `PAINT_MS` says so. */
export async function startShop(
  server: { readonly url: string; readonly adminKey: string },
  pictures: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Shop> {
  const settings = { MISURA_URL: `${server.url}/graphql`, MISURA_KEY: server.adminKey, PICTURES_DIR: pictures };
  const command = startCommand('exec node examples/image-generator/server.js', {
    ...settings,
    PORT: '0',
    PAINT_MS: '0',
    ...env,
  });
  return { ...command, url: await command.until(/images at (http:\S+)/) };
}
