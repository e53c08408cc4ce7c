import { DrawbridgeError } from '../errors/drawbridge-error.ts';

/**
 * The registry's Electron is old and unsupported: it may show the practice site, never a real one, unless the person said
 * so with DRAWBRIDGE_ALLOW_TEST_RUNTIME=1 (design §6). Throws `test-runtime-refused`.
 */
export function refuseTestRuntime(testRuntime: boolean, url: string): void {
  if (!testRuntime || process.env['DRAWBRIDGE_ALLOW_TEST_RUNTIME'] === '1' || isLoopback(url)) return;
  throw new DrawbridgeError({
    code: 'test-runtime-refused',
    message: 'This Drawbridge runs on a test build of Electron, which is for the practice site only.',
    nextStep:
      'Start it with `npm run app` on a machine that can download Electron (ELECTRON_MIRROR names a mirror), or install a release.',
    actor: 'person',
  });
}

function isLoopback(url: string): boolean {
  const text = /^[a-z]+:\/\//i.test(url) ? url : `https://${url}`;
  // What is no address is refused elsewhere, with better words.
  if (!URL.canParse(text)) return true;
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\]|.*\.localhost)$/.test(new URL(text).hostname);
}
