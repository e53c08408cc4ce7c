import { z } from 'zod';
import {
  type ActionResult,
  type Answer,
  type AppState,
  type Argument,
  type Channel,
  channels,
} from '../../preload/contract.ts';
import type { CloseAnswer } from '../../preload/contract-desktop.ts';
import type { SettingName } from '../../preload/contract-setting-list.ts';
import { DrawbridgeError, toDrawbridgeError } from '../errors/drawbridge-error.ts';
import type { QuestionAnswer } from '../guard/question.ts';
import type { StandingPermissions } from '../guard/standing-permissions.ts';
import type { Log } from '../log/log.ts';
import type { SiteSummary } from '../sites/site-model.ts';
import type { SitesPort } from '../sites/sites-port.ts';
import type { TerminalService } from '../terminals/terminal-service.ts';
import { type AgentActions, agentHandlers } from './agent-handlers.ts';
import { approvalHandlers } from './approval-handlers.ts';
import { type AssetActions, assetHandlers } from './asset-handlers.ts';
import { type ConnectPorts, connectHandlers } from './connect-handlers.ts';
import { type FileActions, fileHandlers } from './file-handlers.ts';
import { clipboardText, handHandlers } from './hand-handlers.ts';
import { type JournalActions, journalHandlers } from './journal-handlers.ts';
import type { LiveViews } from './live-views.ts';
import type { Notices } from './notices.ts';
import { type PolicyActions, policyHandlers } from './policy-handlers.ts';
import { type RecordingActions, recordingHandlers } from './recording-handlers.ts';
import { type TakeOverActions, takeOverHandlers } from './take-over-handlers.ts';
import { type WallActions, wallHandlers } from './wall-handlers.ts';

export interface WindowApiPorts {
  readonly state: () => AppState;
  readonly sites: SitesPort;
  /** Brings the site's sign-in window to the front; false where none is open. */
  readonly showSignIn: (siteId: string) => boolean;
  readonly probe: (url: string) => Promise<{ readonly baseUrl: string; readonly name: string }>;
  readonly terminals: TerminalService;
  readonly views: LiveViews;
  readonly wall: WallActions;
  readonly agents: AgentActions;
  readonly policy: PolicyActions;
  readonly connect: ConnectPorts;
  readonly takeOver: TakeOverActions;
  readonly recent: AssetActions['recent'];
  readonly target: AssetActions['target'];
  readonly bridge: { raise(): Promise<void>; lower(): Promise<void> };
  readonly vault: { unlock(): Promise<void> };
  readonly questions: { answer(id: string, answer: QuestionAnswer): boolean };
  readonly standing: Pick<StandingPermissions, 'revoke'>;
  readonly files: FileActions;
  readonly doctor: { examine(): Promise<unknown> };
  readonly certificates: { forget(siteId: string, host: string, fingerprint: string): Promise<void> };
  readonly preferences: { change(name: SettingName, value: unknown): void };
  readonly notices: Notices;
  /** What the window was asked to show, and has shown. */
  readonly attention: { dismissProposal(): void; clearFocus(): void; wantSettings(section: null): void };
  readonly desk: { answerClose(answer: CloseAnswer): void };
  readonly raiseShortcut: { recording(on: boolean): void };
  readonly journal: JournalActions;
  readonly recordings: RecordingActions;
  readonly practice: { start(): Promise<void> };
  /** The real runtime question of design §6: registry Electron only for the practice site. */
  readonly assertRealSiteAllowed: (url: string) => void;
  readonly openFolder: (which: Argument<'folder.open'>['which']) => Promise<void>;
  readonly copy: (text: string) => void;
  readonly clipboardText: () => Promise<string>;
  readonly log: Log;
}

type Handlers = { readonly [C in Channel]: (argument: Argument<C>) => Promise<Answer<C>> };

/** The handlers behind preload/contract.ts: thin, one line each where they can be. */
export function windowHandlers(ports: WindowApiPorts): Handlers {
  const { sites, terminals } = ports;
  const action = async (work: () => Promise<void> | void): Promise<ActionResult> => {
    try {
      await work();
      return { ok: true };
    } catch (error) {
      return problem(error, ports.log);
    }
  };
  return {
    'state.get': async () => ports.state(),
    'site.probe': async ({ url }) => {
      try {
        ports.assertRealSiteAllowed(url);
        const known = sites.at(url);
        if (known) throw alreadyThere(known);
        return { kind: 'jumpserver', ...(await ports.probe(url)) };
      } catch (error) {
        const { code, message, nextStep } = problem(error, ports.log);
        return { kind: 'problem', code, message, nextStep };
      }
    },
    'site.add': ({ url, name }) =>
      action(async () => {
        ports.assertRealSiteAllowed(url);
        const known = sites.at(url);
        if (known) throw alreadyThere(known);
        const site = await sites.add({ baseUrl: url, ...(name === undefined ? {} : { name }) });
        startSignIn(ports, site.id);
      }),
    'site.remove': ({ siteId }) => action(() => sites.remove(siteId)),
    'site.sign-in': ({ siteId }) => action(() => startSignIn(ports, siteId)),
    'site.key-create': ({ siteId }) => action(() => sites.find(siteId).durableKey.create()),
    'site.key-revoke': ({ siteId }) => action(() => sites.find(siteId).durableKey.revoke()),
    'site.sign-out': ({ siteId }) => action(() => sites.find(siteId).signOut()),
    'site.set-default': ({ siteId }) => action(() => sites.chooseDefault(siteId)),
    'site.forget-certificate': ({ siteId, host, fingerprint }) =>
      action(() => ports.certificates.forget(siteId, host, fingerprint)),
    ...fileHandlers(ports.files, action),
    'settings.shown': () => action(() => ports.attention.wantSettings(null)),
    'window.close-answer': ({ answer }) => action(() => ports.desk.answerClose(answer)),
    'shortcut.recording': ({ on }) => action(() => ports.raiseShortcut.recording(on)),
    'settings.change': ({ name, value }) => action(() => ports.preferences.change(name, value)),
    'practice.start': () => action(() => ports.practice.start()),
    ...journalHandlers(ports.journal, (error) => problem(error, ports.log)),
    ...recordingHandlers(ports.recordings, (error) => problem(error, ports.log)),
    'terminal.watch': ({ terminalId }) => ports.views.watch(terminalId),
    'terminal.unwatch': ({ terminalId }) => action(() => ports.views.unwatch(terminalId)),
    'terminal.attend': ({ terminalId }) => action(() => ports.views.attend(terminalId)),
    'terminal.interrupt': ({ terminalId }) =>
      action(async () => {
        await terminals.interrupt(terminalId);
      }),
    'terminal.close': ({ terminalId }) => action(() => terminals.close(terminalId, undefined, 'closed by the person')),
    ...assetHandlers({ sites, terminals, recent: ports.recent, target: ports.target }, (error) =>
      problem(error, ports.log),
    ),
    ...policyHandlers(ports.policy),
    ...connectHandlers(ports.connect),
    ...takeOverHandlers(ports.takeOver, (error) => problem(error, ports.log)),
    ...agentHandlers(ports.agents, action),
    ...approvalHandlers(ports.standing, action),
    ...handHandlers(terminals, action),
    ...wallHandlers(ports.wall, action),
    'bridge.raise': () => action(() => ports.bridge.raise()),
    'bridge.lower': () => action(() => ports.bridge.lower()),
    'vault.unlock': () => action(() => ports.vault.unlock()),
    'question.answer': ({ id, answer }) =>
      action(() => {
        if (!ports.questions.answer(id, answer)) throw tooLate();
      }),
    'doctor.run': () =>
      action(async () => {
        await ports.doctor.examine();
      }),
    'proposal.dismiss': () => action(() => ports.attention.dismissProposal()),
    'focus.clear': () => action(() => ports.attention.clearFocus()),
    'notice.dismiss': ({ id }) => action(() => ports.notices.dismiss(id)),
    'folder.open': ({ which }) => action(() => ports.openFolder(which)),
    'clipboard.read': clipboardText(terminals, ports.clipboardText),
    'clipboard.write': ({ text }) => action(() => ports.copy(text)),
  };
}

/** The window does not wait for the person to finish in the other window; how it ends shows in the site's state. */
function startSignIn(ports: WindowApiPorts, siteId: string): void {
  if (ports.showSignIn(siteId)) return;
  ports.sites
    .find(siteId)
    .whenSignedIn({ kind: 'person' })
    .catch((error: unknown) => {
      const known = toDrawbridgeError(error);
      if (known.code !== 'sign-in-dismissed') ports.notices.add('error', `${known.message} ${known.nextStep}`);
    });
}

function alreadyThere(site: Pick<SiteSummary, 'name' | 'baseUrl'>): DrawbridgeError {
  return new DrawbridgeError({
    code: 'site-known',
    message: `${new URL(site.baseUrl).host} is in your list already, as "${site.name}".`,
    nextStep: 'Sign in to it there; to add it afresh, remove it first.',
    actor: 'person',
  });
}

function tooLate(): DrawbridgeError {
  return new DrawbridgeError({
    code: 'timed-out',
    message: 'Whoever asked is not waiting any more.',
    nextStep: 'Nothing is left to do; it is asked again when it is needed again.',
    actor: 'person',
  });
}

function problem(error: unknown, log: Log): Extract<ActionResult, { ok: false }> {
  const known = toDrawbridgeError(error);
  if (known.code === 'internal') log.error('an action of the window failed', { error: String(known.cause) });
  return { ok: false, code: known.code, message: known.message, nextStep: known.nextStep };
}

/** One request of the window, its argument parsed. Rejects for a channel or argument outside the contract. */
export async function answer(handlers: Handlers, name: unknown, argument: unknown): Promise<unknown> {
  const channel = z.enum(Object.keys(channels) as [Channel, ...Channel[]]).safeParse(name);
  if (!channel.success) throw outsideContract(`there is no channel ${String(name)}`);
  const parsed = channels[channel.data].argument.safeParse(argument);
  if (!parsed.success) throw outsideContract(`${channel.data}: ${z.prettifyError(parsed.error)}`);
  // The schema of this very channel has just parsed the argument.
  const handler = handlers[channel.data] as (value: unknown) => Promise<unknown>;
  return handler(parsed.data);
}

function outsideContract(why: string): DrawbridgeError {
  return new DrawbridgeError({
    code: 'bad-argument',
    message: `The window asked for something outside its contract: ${why}.`,
    nextStep: 'Close and open the window; report it if it happens again.',
    actor: 'person',
  });
}
