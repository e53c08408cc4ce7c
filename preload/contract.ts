import { z } from 'zod';
import { agentArguments, agentView, commonLimits } from './contract-agents.ts';
import { approvalArguments, approvalMinutes, approvalsState } from './contract-approvals.ts';
import { assetChannels, assetGroup } from './contract-assets.ts';
import { connectChannels } from './contract-connect.ts';
import { closeAnswer, desktopState, recording } from './contract-desktop.ts';
import { fileActShape, fileArguments, filesState, grantFolderShape } from './contract-files.ts';
import { clipboardChannels, handArguments, handView, raiseView } from './contract-hand.ts';
import { journalChannels, journalEvents, journalState } from './contract-journal.ts';
import { findingView, policyAnswers, policyTarget } from './contract-policy.ts';
import { recordingChannels, recordingEvents, recordingState } from './contract-recordings.ts';
import { settingChange, settingsState } from './contract-settings.ts';
import { replaceSessionShape, takeOverChannels, takeOverShape, takeOverState } from './contract-take-over.ts';
import { runRow, runStart, wallArguments, wallChannels } from './contract-wall.ts';

/**
 * The whole truth between window and main: every channel with the schema of its argument and of its answer.
 * main/window-api parses arguments with these schemas, preload/index.ts exposes exactly these names as `window.drawbridge`.
 */

const siteUser = z.object({ id: z.string(), username: z.string(), name: z.string() });

/** Where the person left the sign-in, and what had gone wrong before; `words` are the site's own. */
const signInEnd = z.object({
  at: z.enum(['login', 'mfa', 'passkey', 'review', 'password-change', 'otp-binding', 'identity-provider', 'notice']),
  after: z
    .object({
      kind: z.enum([
        'refused',
        'locked',
        'pre-auth-expired',
        'origin-refused',
        'review-rejected',
        'unreachable',
        'server-error',
        'page-crashed',
        'nobody',
      ]),
      words: z.string(),
    })
    .nullable(),
});

/** How a sign-in ended without one; the window makes its own words of `end`. */
const lastTry = z.object({ message: z.string(), end: signInEnd.optional() });

export const sessionView = z.discriminatedUnion('kind', [
  lastTry.extend({
    kind: z.literal('signed-out'),
    why: z.enum(['never', 'by-person', 'dismissed', 'failed']),
  }),
  z.object({ kind: z.literal('signing-in'), since: z.number() }),
  z.object({
    kind: z.literal('signed-in'),
    user: siteUser,
    endsAt: z.number().nullable(),
    /** False once nobody has worked for a while: the site's own idle policy ends the session then. */
    keptAlive: z.boolean(),
    /** Browser-close mode: quitting signs out. */
    endsWithApp: z.boolean(),
  }),
  z.object({ kind: z.literal('expiring'), user: siteUser, endsAt: z.number(), lastTry: lastTry.optional() }),
  z.object({ kind: z.literal('expired'), user: siteUser.nullable(), at: z.number(), lastTry: lastTry.optional() }),
  z.object({ kind: z.literal('unreachable'), user: siteUser.nullable(), since: z.number(), message: z.string() }),
]);
export type SessionView = z.infer<typeof sessionView>;

/** The REST key that keeps discovery working after the session ends; `createdAt` in ms since the epoch. */
const durableKeyView = z.discriminatedUnion('state', [
  z.object({ state: z.literal('off') }),
  z.object({ state: z.literal('on'), createdAt: z.number() }),
]);

export const siteView = z.object({
  id: z.string(),
  name: z.string(),
  baseUrl: z.string(),
  practice: z.boolean(),
  session: sessionView,
  durableKey: durableKeyView,
  /** Certificates that the person accepted; one that does not hold was changed outside and is not used. */
  certificates: z.array(
    z.object({
      host: z.string(),
      fingerprint: z.string(),
      subject: z.string(),
      acceptedAt: z.number(),
      holds: z.boolean(),
    }),
  ),
});
export type SiteView = z.infer<typeof siteView>;

export const inputKind = z.enum([
  'password',
  'confirm',
  'any-key',
  'continuation',
  'pager',
  'repl',
  'fullscreen',
  'foreign-prompt',
  'plain',
]);

export const terminalStateView = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('opening'),
    /** Where it stands while it waits for its turn; 1 is next. */
    queued: z.object({ position: z.number(), etaMs: z.number().nullable() }).optional(),
  }),
  z.object({ kind: z.literal('prompt') }),
  z.object({ kind: z.literal('running'), since: z.number() }),
  z.object({
    kind: z.literal('needs-input'),
    input: inputKind,
    since: z.number(),
    /** It asks for a secret, and JumpServer would record the answer in clear. */
    recorded: z.boolean(),
  }),
  z.object({ kind: z.literal('awaiting-review'), text: z.string() }),
  z.object({ kind: z.literal('locked'), by: z.string() }),
  z.object({ kind: z.literal('closed'), reason: z.string(), at: z.number() }),
]);
export type TerminalStateView = z.infer<typeof terminalStateView>;

export const runView = z.object({
  id: z.string(),
  command: z.string(),
  startedAt: z.number(),
  /** Null while it goes on. */
  durationMs: z.number().nullable(),
  outcome: z.enum(['done', 'running', 'needs-input', 'awaiting-review', 'refused', 'closed']),
  exitCode: z.number().nullable(),
  /** The refusal's or the end's own words; '' otherwise. */
  text: z.string(),
  /** The person typed it. */
  byPerson: z.boolean(),
});
export type RunView = z.infer<typeof runView>;

export const terminalView = z.object({
  id: z.string(),
  siteId: z.string(),
  siteName: z.string(),
  asset: z.string(),
  address: z.string(),
  account: z.string(),
  /** Null for a person's own terminal. */
  agentId: z.string().nullable(),
  agentName: z.string(),
  state: terminalStateView,
  hand: handView,
  openedAt: z.number(),
  jumpserverSessionId: z.string().nullable(),
  /** Newest last, at most the last 50. */
  runs: z.array(runView),
  cols: z.number(),
  rows: z.number(),
  marks: z.boolean(),
  /** The innermost shell: who and where it is, and how many shells lie around it. */
  shell: z.object({
    level: z.number(),
    depth: z.number(),
    user: z.string().nullable(),
    userName: z.string().nullable(),
    cwd: z.string().nullable(),
  }),
  /** An agent waits for the person's answer to this question about it. */
  questionId: z.string().nullable(),
});
export type TerminalView = z.infer<typeof terminalView>;

const questionBase = { id: z.string(), askedAt: z.number(), deadline: z.number(), site: z.string() };

/** What waits for the person's answer (main/guard/question.ts). Texts in it may come from servers and agents: never markup. */
export const questionView = z.discriminatedUnion('topic', [
  z.object({
    topic: z.literal('run-command'),
    ...questionBase,
    agent: z.string(),
    agentId: z.string(),
    asset: z.string(),
    /** Asset, address and account. */
    target: z.string(),
    command: z.string(),
    /** The agent's words; may be ''. */
    reason: z.string(),
    /** Why the policy does not simply let it pass. */
    why: z.array(findingView).readonly(),
    /** It can be allowed for some minutes. */
    canStand: z.boolean(),
    /** The terminal it would run in; null for a new shell. */
    place: z
      .object({
        terminalId: z.string(),
        user: z.string().nullable(),
        userName: z.string().nullable(),
        cwd: z.string().nullable(),
      })
      .nullable(),
  }),
  z.object({
    topic: z.literal('type-input'),
    ...questionBase,
    agent: z.string(),
    agentId: z.string(),
    asset: z.string(),
    /** Asset, address and account. */
    target: z.string(),
    terminalId: z.string(),
    /** The command whose program reads it. */
    program: z.string(),
    input: z.string(),
    /** `input` is the name of a key. */
    isKey: z.boolean(),
    /** Allowing it allows what follows too, until the program ends. */
    lasts: z.boolean(),
  }),
  z.object({ topic: z.literal('file-act'), ...questionBase, ...fileActShape }),
  z.object({
    topic: z.literal('raw-terminal'),
    ...questionBase,
    agent: z.string(),
    agentId: z.string(),
    asset: z.string(),
    /** Asset, address and account. */
    target: z.string(),
    why: z.array(findingView).readonly(),
  }),
  z.object({ topic: z.literal('grant-folder'), ...questionBase, ...grantFolderShape }),
  z.object({
    topic: z.literal('command-review'),
    ...questionBase,
    agent: z.string(),
    agentId: z.string(),
    asset: z.string(),
    /** Asset, address and account. */
    target: z.string(),
    terminalId: z.string(),
    command: z.string(),
    step: z.enum(['warning', 'review']),
    /** JumpServer's own words. */
    text: z.string(),
  }),
  z.object({
    topic: z.literal('terminal-secret'),
    ...questionBase,
    agent: z.string(),
    agentId: z.string(),
    asset: z.string(),
    /** Asset, address and account. */
    target: z.string(),
    terminalId: z.string(),
    from: z.string(),
    user: z.string(),
    command: z.string(),
    prompt: z.string(),
    /** JumpServer stores the answer in clear. */
    recorded: z.boolean(),
    refused: z.string(),
    reason: z.string(),
    commandsBefore: z.number(),
  }),
  z.object({
    topic: z.literal('trust-certificate'),
    ...questionBase,
    host: z.string(),
    certificate: z.object({
      subject: z.string(),
      issuer: z.string(),
      fingerprint: z.string(),
      validFrom: z.number(),
      validTo: z.number(),
      /** Issued for another name than the host's. */
      otherName: z.boolean(),
      problem: z.string(),
    }),
    before: z.string().nullable(),
  }),
  z.object({
    topic: z.literal('proxy-login'),
    ...questionBase,
    proxy: z.string(),
    realm: z.string(),
    again: z.boolean(),
  }),
  z.object({
    topic: z.literal('confirm-identity'),
    ...questionBase,
    methods: z.array(z.object({ name: z.string(), label: z.string(), placeholder: z.string() })),
    refused: z.string(),
  }),
  z.object({
    topic: z.literal('change-user'),
    ...questionBase,
    before: z.string(),
    now: z.string(),
    terminals: z.number(),
  }),
  z.object({ topic: z.literal('take-over'), ...questionBase, ...takeOverShape }),
  z.object({ topic: z.literal('replace-session'), ...questionBase, ...replaceSessionShape }),
]);
export type QuestionView = z.infer<typeof questionView>;

export const questionAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('allow'), minutes: approvalMinutes.optional() }),
  z.object({ kind: z.literal('refuse'), reason: z.string().max(500) }),
  z.object({ kind: z.literal('take-over'), key: z.boolean() }),
  z.object({ kind: z.literal('credentials'), username: z.string().max(200), password: z.string().max(1000) }),
  z.object({ kind: z.literal('terminal-secret'), secret: z.string().max(1000), inClear: z.boolean() }),
  z.object({ kind: z.literal('secret'), method: z.string().max(50), secret: z.string().max(1000) }),
]);

export const appState = z.object({
  version: z.string(),
  /** `testRuntime`: Electron is the registry build that serves demo and tests only. */
  runtime: z.object({ electron: z.string(), testRuntime: z.boolean() }),
  vault: z.object({
    state: z.enum(['keychain', 'memory-only', 'kernel-keyring']),
    /** Why it is memory-only; `locked` can be mended by `vault.unlock`. */
    why: z.enum(['ok', 'no-keychain', 'locked', 'failed']),
  }),
  raised: z.boolean(),
  raise: raiseView.nullable(),
  sites: z.array(siteView),
  /** The site of agents that name none; null where they must name one. */
  defaultSiteId: z.string().nullable(),
  ...settingsState,
  ...journalState,
  ...recordingState,
  ...desktopState,
  ...approvalsState,
  ...filesState,
  ...takeOverState,
  agents: z.array(agentView),
  /** What holds for agents without a limit of their own. */
  agentLimits: commonLimits,
  terminals: z.array(terminalView),
  /** How an MCP host starts the bridge. */
  bridgeCommand: z.array(z.string()),
  locale: z.enum(['en', 'zh-CN']),
  practiceRunning: z.boolean(),
  /** What the command line asks the person to do in the window (design §6: only the window changes sites). */
  proposal: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('add-site'), url: z.string(), name: z.string() }),
      z.object({ kind: z.literal('remove-site'), siteId: z.string() }),
    ])
    .nullable(),
  /** Oldest first. */
  questions: z.array(questionView),
  /** The terminal that the tray asked for; null when the person chose another page. */
  focusedTerminalId: z.string().nullable(),
  /** Things that went wrong and have not been dismissed, newest last. */
  notices: z.array(z.object({ id: z.string(), level: z.enum(['info', 'error']), text: z.string() })),
});
export type AppState = z.infer<typeof appState>;

export const probeResult = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('jumpserver'), baseUrl: z.string(), name: z.string() }),
  z.object({ kind: z.literal('problem'), code: z.string(), message: z.string(), nextStep: z.string() }),
]);
export type ProbeResult = z.infer<typeof probeResult>;

/** Every action answers this, so that the window can put the text beside the button. */
export const actionResult = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), code: z.string(), message: z.string(), nextStep: z.string() }),
]);
export type ActionResult = z.infer<typeof actionResult>;

export const assetRow = z.object({
  id: z.string(),
  name: z.string(),
  address: z.string(),
  platform: z.string(),
  nodes: z.array(z.string()),
  isActive: z.boolean(),
});

/** One thing that doctor looks at; words for `id`, `outcome` and `advice` are in renderer/i18n. */
const checkView = z.object({
  id: z.string(),
  group: z.enum(['app', 'site', 'agents', 'computer']),
  site: z.object({ id: z.string(), name: z.string() }).nullable(),
  state: z.enum(['looking', 'ok', 'attention', 'broken', 'not-applicable', 'unknown']),
  outcome: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  advice: z.string().nullable(),
});
export type CheckView = z.infer<typeof checkView>;
const doctorView = z.object({ done: z.boolean(), checks: z.array(checkView) });
export type DoctorView = z.infer<typeof doctorView>;

const nothing = z.object({}).strict();
const siteRef = z.object({ siteId: z.string() });
const terminalRef = z.object({ terminalId: z.string() });

/** Request channels: window asks, main answers. */
export const channels = {
  'state.get': { argument: nothing, answer: appState },
  'site.probe': { argument: z.object({ url: z.string().max(2048) }), answer: probeResult },
  'site.add': {
    argument: z.object({ url: z.string().max(2048), name: z.string().max(120).optional() }),
    answer: actionResult,
  },
  'site.remove': { argument: siteRef, answer: actionResult },
  'site.sign-in': { argument: siteRef, answer: actionResult },
  'site.sign-out': { argument: siteRef, answer: actionResult },
  /** May ask `confirm-identity` before it answers. */
  'site.key-create': { argument: siteRef, answer: actionResult },
  'site.key-revoke': { argument: siteRef, answer: actionResult },
  /** Null: agents name the site. */
  'site.set-default': { argument: z.object({ siteId: z.string().nullable() }), answer: actionResult },
  'site.forget-certificate': {
    argument: z.object({ siteId: z.string(), host: z.string(), fingerprint: z.string() }),
    answer: actionResult,
  },
  /** The settings page is open where the tray wanted it. */
  'settings.shown': { argument: nothing, answer: actionResult },
  'window.close-answer': { argument: closeAnswer, answer: actionResult },
  /** The person is about to press keys to record them, or is done. */
  'shortcut.recording': { argument: recording, answer: actionResult },
  'settings.change': { argument: settingChange, answer: actionResult },
  'policy.get': { argument: nothing, answer: policyAnswers['policy.get'] },
  /** What holds from now on, as JSON; the faults that keep it from holding else. */
  'policy.save': { argument: z.object({ text: z.string().max(1_000_000) }), answer: policyAnswers['policy.save'] },
  'policy.explain': {
    argument: z.object({ target: policyTarget, command: z.string().max(20_000) }),
    answer: policyAnswers['policy.explain'],
  },
  ...assetChannels,
  ...connectChannels,
  ...takeOverChannels,
  'practice.start': { argument: nothing, answer: actionResult },
  'assets.list': {
    argument: z.object({
      siteId: z.string(),
      group: assetGroup,
      search: z.string().max(200),
      offset: z.number().int().min(0),
    }),
    answer: z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), total: z.number(), assets: z.array(assetRow) }),
      z.object({ ok: z.literal(false), code: z.string(), message: z.string(), nextStep: z.string() }),
    ]),
  },
  /** Screen so far; later bytes come as `terminal.output` with offsets from `offset` on, until `terminal.unwatch`. */
  'terminal.watch': {
    argument: terminalRef,
    answer: z.object({
      ...{ data: z.string(), offset: z.number(), cols: z.number(), rows: z.number() },
      runs: z.array(runRow),
    }),
  },
  'terminal.unwatch': { argument: terminalRef, answer: actionResult },
  /** The terminal that the person has open in front of them: it is not closed for being idle. Null: none. */
  'terminal.attend': { argument: z.object({ terminalId: z.string().nullable() }), answer: actionResult },
  'terminal.interrupt': { argument: terminalRef, answer: actionResult },
  'terminal.take-over': { argument: handArguments['terminal.take-over'], answer: actionResult },
  'terminal.hand-back': { argument: handArguments['terminal.hand-back'], answer: actionResult },
  'terminal.type': { argument: handArguments['terminal.type'], answer: actionResult },
  'terminal.paste': { argument: handArguments['terminal.paste'], answer: actionResult },
  'terminal.close': { argument: terminalRef, answer: actionResult },
  'agent.disconnect': { argument: agentArguments['agent.disconnect'], answer: actionResult },
  'agent.pause': { argument: agentArguments['agent.pause'], answer: actionResult },
  'agent.resume': { argument: agentArguments['agent.resume'], answer: actionResult },
  'agent.rename': { argument: agentArguments['agent.rename'], answer: actionResult },
  'agent.colour': { argument: agentArguments['agent.colour'], answer: actionResult },
  'agent.runs-per-hour': { argument: agentArguments['agent.runs-per-hour'], answer: actionResult },
  'agent.limit': { argument: agentArguments['agent.limit'], answer: actionResult },
  ...wallChannels,
  ...journalChannels,
  ...recordingChannels,
  'wall.dismiss': { argument: wallArguments['wall.dismiss'], answer: actionResult },
  'link.open': { argument: wallArguments['link.open'], answer: actionResult },
  'folder.revoke': { argument: fileArguments['folder.revoke'], answer: actionResult },
  'approval.revoke': { argument: approvalArguments['approval.revoke'], answer: actionResult },
  'bridge.raise': { argument: nothing, answer: actionResult },
  'bridge.lower': { argument: nothing, answer: actionResult },
  'vault.unlock': { argument: nothing, answer: actionResult },
  'question.answer': {
    argument: z.object({ id: z.string(), answer: questionAnswer }),
    answer: actionResult,
  },
  /** Looks at everything, once at a time; `doctor.changed` tells what is known so far. Answers when all is. */
  'doctor.run': { argument: nothing, answer: actionResult },
  'proposal.dismiss': { argument: nothing, answer: actionResult },
  'focus.clear': { argument: nothing, answer: actionResult },
  'notice.dismiss': { argument: z.object({ id: z.string() }), answer: actionResult },
  'folder.open': { argument: z.object({ which: z.enum(['logs', 'journal', 'settings']) }), answer: actionResult },
  ...clipboardChannels,
  'clipboard.write': { argument: z.object({ text: z.string().max(100_000) }), answer: actionResult },
} as const;

export type Channel = keyof typeof channels;
export type Argument<C extends Channel> = z.infer<(typeof channels)[C]['argument']>;
export type Answer<C extends Channel> = z.infer<(typeof channels)[C]['answer']>;

/** Push channels: main tells, window listens. */
export const events = {
  /** At most every 100 ms. */
  'state.changed': appState,
  'doctor.changed': doctorView,
  ...journalEvents,
  ...recordingEvents,
  /** Whether the window can be seen; to one that is hidden or minimised neither states nor output are sent. */
  'window.seen': z.object({ seen: z.boolean() }),
  /** `bytes` are raw terminal output starting at `offset`. `reset` asks the view for a new snapshot (it was too slow). */
  'terminal.output': z.object({
    terminalId: z.string(),
    offset: z.number(),
    bytes: z.instanceof(Uint8Array),
    /** Commands that were typed meanwhile. */
    runs: z.array(runStart),
    reset: z.boolean(),
  }),
} as const;
export type EventName = keyof typeof events;
export type EventValue<N extends EventName> = z.infer<(typeof events)[N]>;

/** What `window.drawbridge` is. */
export interface DrawbridgeApi {
  ask<C extends Channel>(channel: C, argument: Argument<C>): Promise<Answer<C>>;
  on<N extends EventName>(event: N, listener: (value: EventValue<N>) => void): () => void;
}
