import type { Settings } from '../settings/settings.ts';

export type WindowBounds = NonNullable<Settings['windowBounds']>;

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** So much of the window must be on a display that the person can take hold of it, in px. */
const GRIP = { width: 120, height: 40 };
const SMALLEST = { width: 760, height: 520 };

/**
 * Where the window opens: where it was, if that is still on a display (one may be unplugged, or be smaller now); undefined
 * leaves size and place to the default. `areas` are the displays without their panels.
 */
export function placedOn(saved: WindowBounds | null, areas: readonly Area[]): Area | undefined {
  if (!saved) return undefined;
  const area = areas.find((each) => gripIsOn(saved, each));
  if (!area) return undefined;
  const width = Math.max(SMALLEST.width, Math.min(saved.width, area.width));
  const height = Math.max(SMALLEST.height, Math.min(saved.height, area.height));
  return { x: Math.round(saved.x), y: Math.round(saved.y), width: Math.round(width), height: Math.round(height) };
}

/** The top edge is what windows are moved by. */
function gripIsOn(window: Area, area: Area): boolean {
  const across = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  const below = area.y + area.height - window.y;
  return across >= GRIP.width && window.y >= area.y && below >= GRIP.height;
}
