import type { Machine } from './directories.ts';

/** Electron's switches for a machine without a display; given at the start, because later Chromium has chosen (and died). */
export const headlessSwitches = ['--ozone-platform=headless', '--disable-gpu'] as const;

/** Whether a window could be shown. Only Linux sessions go without. */
export function hasDisplay({ env, platform }: Pick<Machine, 'env' | 'platform'>): boolean {
  return platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}
