export interface ElectronRuntime {
  readonly dist: string;
  readonly executable: string;
  readonly version: string;
  readonly how: 'override' | 'official' | 'registry';
}
export function findElectron(): ElectronRuntime | undefined;
export function resolveElectron(options?: { readonly officialOnly?: boolean }): Promise<ElectronRuntime>;
