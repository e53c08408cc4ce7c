import { startDisplay } from '../../scripts/desktop-session.mjs';

/** A display for all tests where there is none; each test brings its own session bus. */
export default async function globalSetup(): Promise<(() => Promise<void>) | undefined> {
  if (process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']) return undefined;
  const display = await startDisplay();
  Object.assign(process.env, display.env);
  return () => display.stop();
}
