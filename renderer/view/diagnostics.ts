import type { AppState } from '../../preload/contract.ts';
import { type SettingName, settingList } from '../../preload/contract-setting-list.ts';

/**
 * What somebody who helps has to know, in English, to be pasted anywhere: versions, states and counts, and the settings that
 * were changed. No names of sites, assets, people or folders, no addresses, no commands, no text that the person typed.
 */
export function diagnostics(app: AppState, platform: string): string {
  const count = <T>(list: readonly T[], kind: (each: T) => string): string => {
    const kinds = list.map(kind);
    const counted = [...new Set(kinds)].sort().map((each) => `${each} ${kinds.filter((one) => one === each).length}`);
    return counted.length === 0 ? 'none' : counted.join(', ');
  };
  const names = Object.keys(app.settings) as SettingName[];
  const changed = names
    .filter((name) => app.settings[name] !== settingList[name].default)
    .map((name) => `${name}=${settingList[name].kind === 'text' ? '(set)' : String(app.settings[name])}`);
  return [
    `Drawbridge ${app.version}`,
    `Electron ${app.runtime.electron}${app.runtime.testRuntime ? ' (test runtime)' : ''}, ${platform}`,
    `keychain: ${app.vault.state} (${app.vault.why})`,
    `tray: ${app.desktop.tray}; raise shortcut: ${app.desktop.raiseShortcut}; language: ${app.locale}`,
    `bridge: ${app.raised ? 'raised' : 'lowered'}`,
    `sites: ${count(app.sites, ({ session, practice }) => `${session.kind}${practice ? ' (practice)' : ''}`)}`,
    `agents: ${count(app.agents, ({ client, version }) => `${client} ${version}`)}`,
    `terminals: ${count(app.terminals, ({ state }) => state.kind)}`,
    `questions: ${count(app.questions, ({ topic }) => topic)}`,
    `changed settings: ${changed.join(', ') || 'none'}`,
    `from the environment: ${Object.values(app.settingsFromEnvironment).join(', ') || 'none'}`,
  ].join('\n');
}
