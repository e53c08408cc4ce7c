import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppState } from '../../preload/contract.ts';
import type { RecordingRow } from '../../preload/contract-recordings.ts';
import type { ReplayMoment } from '../replay/replay-moment.ts';
import type { TerminalGroup } from '../view/terminal-health.ts';
import { keepIdentity } from './keep-identity.ts';

export type Page = 'terminals' | 'assets' | 'journal' | 'settings' | 'doctor' | 'agent' | 'add-site' | 'connect-agent';

/** What the window shows; `app` is main's truth, the rest is where the person is. */
export interface WindowState {
  readonly app: AppState | null;
  readonly page: Page;
  readonly focused: string | null;
  readonly group: TerminalGroup | 'all';
  readonly onlyAgent: string | null;
  readonly onlySite: string | null;
  /** The tile that was open at full size last: the keyboard goes on from there. */
  readonly lastFocused: string | null;
  /** The one on the agent's page. */
  readonly agentShown: string | null;
  readonly assetsSite: string | null;
  /** The one whose details are shown. */
  readonly assetShown: string | null;
  /** The recording that is played; it stands in front of the page. */
  readonly replayed: string | null;
  /** Where its play begins; null: at its beginning. */
  readonly replayMoment: ReplayMoment | null;
  /** The journal's page shows them in place of its entries. */
  readonly recordingsShown: boolean;
  /** The recordings there are, newest first; null until they were asked for. */
  readonly recorded: readonly RecordingRow[] | null;
  readonly paletteOpen: boolean;
  /** The id of a section in settings/sections.ts; null: the first. */
  readonly settingsSection: string | null;
  /** First run: true from a start without sites until the person goes to the terminals. */
  readonly settingUp: boolean;
  /** Banners that the person put away: `kind:id`. */
  readonly putAway: ReadonlySet<string>;
  took(app: AppState): void;
  go(page: Page): void;
  focus(terminalId: string | null): void;
  show(group: TerminalGroup | 'all'): void;
  showAgent(agentId: string | null): void;
  showSite(siteId: string | null): void;
  showAgentPage(agentId: string): void;
  browse(siteId: string): void;
  showAsset(siteId: string, assetId: string | null): void;
  /** Null: back to the page. */
  replay(terminalId: string | null, moment?: ReplayMoment | null): void;
  showRecordings(shown: boolean): void;
  tookRecordings(rows: readonly RecordingRow[]): void;
  showPalette(open: boolean): void;
  /** The settings page, at a section of settings/sections.ts. */
  openSettings(section: string): void;
  finishSetup(): void;
  putBannerAway(key: string): void;
  /** The question in front of the others; null: the oldest. */
  readonly questionShown: string | null;
  showQuestion(id: string): void;
  putQuestionsOff(ids: readonly string[]): void;
  /** Shows the questions again that the person put off. */
  takeUpQuestions(): void;
}

export type WindowStore = StoreApi<WindowState>;

export function createWindowStore(): WindowStore {
  return createStore<WindowState>()((set) => ({
    app: null,
    page: 'terminals',
    focused: null,
    group: 'all',
    onlyAgent: null,
    onlySite: null,
    lastFocused: null,
    agentShown: null,
    assetsSite: null,
    assetShown: null,
    replayed: null,
    replayMoment: null,
    recordingsShown: false,
    recorded: null,
    paletteOpen: false,
    settingsSection: null,
    settingUp: false,
    putAway: new Set(),
    questionShown: null,
    took: (pushed) =>
      set((before) => {
        const app = keepIdentity(before.app, pushed);
        return { app, ...follow(before, app) };
      }),
    go: (page) => set({ page, focused: null, replayed: null }),
    focus: (focused) =>
      set((before) =>
        focused === null
          ? { focused, lastFocused: before.focused }
          : { page: 'terminals', focused, lastFocused: focused, replayed: null },
      ),
    show: (group) => set({ group }),
    showAgent: (onlyAgent) => set({ onlyAgent, page: 'terminals', focused: null, replayed: null, group: 'all' }),
    showSite: (onlySite) => set({ onlySite }),
    showAgentPage: (agentShown) => set({ agentShown, page: 'agent', focused: null, replayed: null }),
    showAsset: (assetsSite, assetShown) =>
      set({ assetsSite, assetShown, page: 'assets', focused: null, replayed: null }),
    replay: (replayed, replayMoment = null) => set({ replayed, replayMoment }),
    showRecordings: (recordingsShown) => set({ recordingsShown }),
    tookRecordings: (recorded) => set({ recorded }),
    showPalette: (paletteOpen) => set({ paletteOpen }),
    browse: (assetsSite) => set({ assetsSite, assetShown: null, page: 'assets', focused: null, replayed: null }),
    openSettings: (settingsSection) => set({ settingsSection, page: 'settings', focused: null, replayed: null }),
    finishSetup: () => set({ settingUp: false, page: 'terminals' }),
    takeUpQuestions: () =>
      set(({ putAway }) => ({ putAway: new Set([...putAway].filter((key) => !key.startsWith('question:'))) })),
    showQuestion: (questionShown) => set((before) => ({ questionShown, putAway: without(before, questionShown) })),
    putQuestionsOff: (ids) =>
      set(({ putAway }) => ({ putAway: new Set([...putAway, ...ids.map((id) => `question:${id}`)]) })),
    putBannerAway: (key) => set(({ putAway }) => ({ putAway: new Set(putAway).add(key) })),
  }));
}

/** The question is not put off any more. */
function without({ putAway }: Pick<WindowState, 'putAway'>, questionId: string): ReadonlySet<string> {
  return new Set([...putAway].filter((key) => key !== `question:${questionId}`));
}

/** Where the window goes by itself when main's state changes. Pure, and tested. */
export function follow(
  before: Pick<WindowState, 'app' | 'settingUp' | 'focused' | 'page' | 'onlyAgent' | 'onlySite' | 'putAway'>,
  app: AppState,
): Partial<WindowState> {
  const next: { -readonly [K in keyof WindowState]?: WindowState[K] } = {};
  if (app.sites.length === 0) next.settingUp = true;
  // A terminal is better than any page about terminals to come.
  else if (before.settingUp && app.terminals.length > 0) next.settingUp = false;
  const asked = app.focusedTerminalId;
  if (asked !== null && asked !== before.app?.focusedTerminalId) {
    next.focused = asked;
    next.replayed = null;
    next.page = 'terminals';
    if (app.sites.length > 0) next.settingUp = false;
  }
  const wanted = app.questionWanted;
  if (wanted !== null && wanted.at !== before.app?.questionWanted?.at) {
    next.questionShown = wanted.id;
    next.putAway = without(before, wanted.id);
  }
  const known = new Set(before.app?.sites.map(({ id }) => id));
  if (before.page === 'add-site' && before.app && app.sites.some(({ id }) => !known.has(id))) {
    next.page = 'terminals';
  }
  if (before.onlyAgent !== null && !app.agents.some(({ id }) => id === before.onlyAgent)) next.onlyAgent = null;
  if (before.onlySite !== null && !app.sites.some(({ id }) => id === before.onlySite)) next.onlySite = null;
  // A banner that was put away comes back when its cause comes back.
  const causes = new Set(
    app.sites
      .filter(({ session }) => session.kind === 'expired' || session.kind === 'expiring')
      .map(({ id, session }) => `${session.kind}:${id}`),
  );
  const kept = [...(next.putAway ?? before.putAway)].filter(
    (key) => !/^(expired|expiring):/.test(key) || causes.has(key),
  );
  if (kept.length !== before.putAway.size) next.putAway = new Set(kept);
  return next;
}
