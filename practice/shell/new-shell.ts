import type { Asset } from '../assets/asset.ts';
import { ConsoleShell } from '../consoles/console-shell.ts';
import { MenuDialog } from '../consoles/menu-dialog.ts';
import { SwitchDialog } from '../consoles/switch-dialog.ts';
import type { LiveShell } from './live-shell.ts';
import { Shell } from './shell.ts';
import { shellCommand } from './shell-command.ts';

export interface NewShellOptions {
  readonly asset: Asset;
  readonly home: string;
  readonly username: string;
  readonly cols: number;
  readonly rows: number;
  onOutput(chunk: Buffer): void;
  onExit(): void;
}

/** What stands behind an asset: a real shell, or a device. Throws when the machine has no PTY left. */
export function newShell(options: NewShellOptions): LiveShell {
  const { asset, home } = options;
  switch (asset.shell) {
    case 'switch':
      return new ConsoleShell({ ...options, dialog: new SwitchDialog(asset.name) });
    case 'menu':
      return new ConsoleShell({ ...options, dialog: new MenuDialog() });
    default:
      return new Shell({ ...options, command: shellCommand(asset.shell, home) });
  }
}
