import path from 'node:path';

/** Where desktops look for what they start, by the XDG autostart specification. A relative XDG_CONFIG_HOME does not count. */
export function autostartFile(environment: Readonly<Record<string, string | undefined>>, home: string): string {
  const configured = environment['XDG_CONFIG_HOME'] ?? '';
  const config = path.isAbsolute(configured) ? configured : path.join(home, '.config');
  return path.join(config, 'autostart', 'drawbridge.desktop');
}

/** A desktop entry that runs `command`. */
export function autostartEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Version=1.5',
    'Name=Drawbridge',
    'Comment=Lends terminals behind a JumpServer bastion to coding agents, under your eyes',
    'Comment[zh_CN]=在你的注视下，把 JumpServer 堡垒机后的终端借给编程智能体',
    execLine(command),
    'Terminal=false',
    'StartupNotify=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Whether the desktop runs the entry: its own tools switch one off without removing it. */
export const startsIt = (entry: string): boolean =>
  !/^(?:Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/m.test(entry);

/** The entry, with everything else that somebody wrote into it, for an app that has moved. */
export const withCommand = (entry: string, command: readonly string[]): string =>
  // A function, because `$` means something in a replacement text.
  entry.replace(/^Exec\s*=.*$/m, () => execLine(command));

const execLine = (command: readonly string[]): string => `Exec=${command.map(quoted).join(' ')}`;

/**
 * Two layers of escapes, by the Desktop Entry Specification: within double quotes a backslash stands before `"`, `` ` ``, `$`
 * and `\`; the value as a string then doubles every backslash. A percent sign would begin a field code.
 */
function quoted(word: string): string {
  const safe = word.replace(/%/g, '%%');
  if (/^[A-Za-z0-9%@+=:,./_-]+$/.test(safe)) return safe;
  return `"${safe.replace(/["`$\\]/g, '\\$&').replace(/\\/g, '\\\\')}"`;
}
