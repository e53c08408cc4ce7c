export interface Part {
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}
export interface Bus extends Part {
  readonly home: string;
}
export function startDisplay(size?: string): Promise<Part>;
export function startBus(options?: { readonly keyring?: boolean; readonly home?: string }): Promise<Bus>;
export function sandboxSwitches(): string[];
