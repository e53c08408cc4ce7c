import type { AgentPause } from './agent-settings.ts';
import type { SettingsStore } from './settings-store.ts';

interface StoredPauses {
  readonly pauses: readonly AgentPause[];
  readonly mac: string;
}

/** The agents that the person paused, in the settings file. */
export function storedPauses(settings: Pick<SettingsStore, 'get'>): StoredPauses {
  const { pausedAgents, pausedAgentsMac } = settings.get();
  return { pauses: pausedAgents, mac: pausedAgentsMac };
}

export function storePauses(settings: Pick<SettingsStore, 'update'>, { pauses, mac }: StoredPauses): void {
  settings.update({ pausedAgents: [...pauses], pausedAgentsMac: mac });
}
