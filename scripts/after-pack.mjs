// electron-builder's afterPack hook: drops the stand-in default app and flips the fuses, by name, then reads them back.
import fs from 'node:fs';
import path from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';

/** How the wire in the executable spells a fuse that is on and off: ASCII 1 and 0. */
const ON = 0x31;
const OFF = 0x30;

/** Playwright drives a packed app through --inspect; DRAWBRIDGE_E2E_BUILD=1 leaves that one fuse on, and such a build is marked. */
const forTests = process.env.DRAWBRIDGE_E2E_BUILD === '1';

const wanted = {
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: forTests,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
};

export default async function afterPack(context) {
  fs.rmSync(path.join(context.appOutDir, 'resources', 'default_app.asar'), { recursive: true, force: true });
  if (context.electronPlatformName !== 'linux') return;
  const executable = path.join(context.appOutDir, context.packager.executableName);
  await flipFuses(executable, { version: FuseVersion.V1, ...wanted });
  const wire = await getCurrentFuseWire(executable);
  for (const [fuse, on] of Object.entries(wanted))
    if (wire[fuse] !== (on ? ON : OFF)) throw new Error(`fuse ${FuseV1Options[fuse]} could not be set`);
  if (process.env.DRAWBRIDGE_TEST_RUNTIME === '1' || forTests)
    fs.writeFileSync(
      path.join(context.appOutDir, 'TEST-BUILD.txt'),
      `Not for use: ${process.env.DRAWBRIDGE_TEST_RUNTIME === '1' ? "made with the registry's Electron runtime" : 'debugging is left on for tests'}.\n`,
    );
}
