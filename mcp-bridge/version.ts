declare const __DRAWBRIDGE_VERSION__: string | undefined;

/** Written in by the build; a run from source says so. */
export const bridgeVersion: string =
  typeof __DRAWBRIDGE_VERSION__ === 'string' ? __DRAWBRIDGE_VERSION__ : '0.0.0-source';
