import { z } from 'zod';

/**
 * The contract of the local socket between the bridge and the app (design §3.1, §3.2).
 *
 * Frames are JSON lines, UTF-8, at most MAX_FRAME_BYTES each. Opening:
 *   app -> bridge   challenge { nonce }
 *   bridge -> app   hello { nonce, proof, mode, … }         proof  = HMAC-SHA256(token, proofText('bridge', …))
 *   app -> bridge   welcome { proof, … } or refusal         proof' = HMAC-SHA256(token, proofText('app', …))
 * Nonces and proofs are base64url of 32 bytes. Neither side reveals the token. After `welcome` the stream belongs to the mode:
 * `mcp` carries MCP JSON-RPC lines, `cli` one request and its replies; while signing in by text the bridge also answers. A `refusal` line may come at any time from the app,
 * and the end of the stream follows it.
 */
export const WIRE_VERSION = 1;
export const MAX_FRAME_BYTES = 8 * 1024 * 1024;

/** How long either side waits for the other's part of the opening. */
export const HANDSHAKE_MS = 5_000;

/** What each side proves knowledge of the token over: `bridge` for the hello's proof, `app` for the welcome's. */
export function proofText(side: 'bridge' | 'app', appNonce: string, bridgeNonce: string): string {
  return side === 'bridge' ? `bridge\n${appNonce}\n${bridgeNonce}` : `app\n${bridgeNonce}\n${appNonce}`;
}

export type LineEvent =
  | { readonly kind: 'line'; readonly text: string }
  /** The peer sent more than MAX_FRAME_BYTES without a newline; the rest of that line is dropped. */
  | { readonly kind: 'too-long' };

/** Cuts a byte stream into lines of at most `maxBytes`; memory stays bounded whatever the peer sends. */
export class LineSplitter {
  #chunks: Uint8Array[] = [];
  #size = 0;
  #dropping = false;
  readonly #maxBytes: number;
  readonly #decoder = new TextDecoder();

  constructor(maxBytes: number = MAX_FRAME_BYTES) {
    this.#maxBytes = maxBytes;
  }

  push(bytes: Uint8Array): LineEvent[] {
    const events: LineEvent[] = [];
    let from = 0;
    for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, from)) {
      this.#keep(bytes.subarray(from, at), events);
      if (!this.#dropping) events.push({ kind: 'line', text: this.#take() });
      this.#dropping = false;
      from = at + 1;
    }
    this.#keep(bytes.subarray(from), events);
    return events;
  }

  #keep(part: Uint8Array, events: LineEvent[]): void {
    if (this.#dropping || part.length === 0) return;
    if (this.#size + part.length > this.#maxBytes) {
      this.#chunks = [];
      this.#size = 0;
      this.#dropping = true;
      events.push({ kind: 'too-long' });
      return;
    }
    // A copy: the stream may use its buffer again.
    this.#chunks.push(part.slice());
    this.#size += part.length;
    // A peer that dribbles single bytes must not cost an array each.
    if (this.#chunks.length > 1024) this.#chunks = [this.#joined()];
  }

  #take(): string {
    const text = this.#decoder.decode(this.#joined());
    this.#chunks = [];
    this.#size = 0;
    return text.endsWith('\r') ? text.slice(0, -1) : text;
  }

  #joined(): Uint8Array {
    const all = new Uint8Array(this.#size);
    let at = 0;
    for (const chunk of this.#chunks) {
      all.set(chunk, at);
      at += chunk.length;
    }
    return all;
  }
}

/** What the app writes for bridges to find it: `endpoint.json`, mode 0600, in the runtime directory of mode 0700. */
export const endpointFile = z.object({
  wire: z.literal(WIRE_VERSION),
  /** Path of the Unix socket, or of the named pipe. */
  path: z.string(),
  /** base64url of 32 bytes. */
  token: z.string(),
  pid: z.number().int(),
  appVersion: z.string(),
});
export type EndpointFile = z.infer<typeof endpointFile>;

/** How the bridge starts the app when it does not run: written by each app start, mode 0600, beside endpoint.json. */
export const launchFile = z.object({
  command: z.array(z.string()).min(1),
  cwd: z.string(),
  /** Which app this starts: an answer to tools/list that another version gave is not used. */
  appVersion: z.string(),
  /** How clients shall start the bridge: a path that updates do not change. Of an older app it is not there. */
  bridge: z.array(z.string()).min(1).optional(),
  /** Set by an explicit Quit of the person; a bridge then starts nothing. */
  quitByPerson: z.boolean(),
});
export type LaunchFile = z.infer<typeof launchFile>;

export const challenge = z.object({ type: z.literal('challenge'), wire: z.number().int(), nonce: z.string() });

export const wantedSeconds = z
  .number()
  .positive()
  .max(7 * 24 * 3_600);
export const wantedCount = z.number().int().min(1).max(1_000);

/** What the environment of one agent asks for; it holds for that agent's connection, and never beyond the person's own limits. */
export const agentEnvironment = z.strictObject({
  /** Which of the person's sites is meant where a call names none. */
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .max(2_048)
    .optional(),
  organisation: z.string().min(1).max(64).optional(),
  /** False changes nothing: a certificate that does not prove itself is the person's to look at. */
  verifyTls: z.boolean().optional(),
  requestTimeoutSeconds: wantedSeconds.optional(),
  terminalIdleTimeoutSeconds: wantedSeconds.optional(),
  terminalReapIntervalSeconds: wantedSeconds.optional(),
  maxTerminalSessions: wantedCount.optional(),
  /** The app finds the proxy of each site by itself; said here only to be shown. */
  useEnvProxy: z.boolean().optional(),
  sftpIdleTimeoutSeconds: wantedSeconds.optional(),
  sftpReapIntervalSeconds: wantedSeconds.optional(),
  maxSftpSessions: wantedCount.optional(),
});
export type AgentEnvironment = z.infer<typeof agentEnvironment>;

export const hello = z.object({
  type: z.literal('hello'),
  wire: z.literal(WIRE_VERSION),
  nonce: z.string(),
  proof: z.string(),
  mode: z.enum(['mcp', 'cli']),
  pid: z.number().int(),
  executable: z.string(),
  /** The agent's project folder as the bridge sees it (its cwd): a claim. */
  cwd: z.string(),
  bridgeVersion: z.string(),
  /** 128 random bits of this bridge process; with `resumeKey` an agent keeps its terminals over a reconnect. */
  agentId: z.string(),
  resumeKey: z.string(),
  /** Which tools the host is to be shown; all of them where it does not say. */
  tools: z.enum(['core', 'full']).optional(),
  /** What its environment asks for. */
  environment: agentEnvironment.optional(),
});
export type Hello = z.infer<typeof hello>;

export const welcome = z.object({
  type: z.literal('welcome'),
  proof: z.string(),
  appVersion: z.string(),
  /** True where the app knew this agentId already. */
  resumed: z.boolean(),
  /** Changes when the answer to tools/list may have changed. */
  toolsKey: z.string(),
});

export type Welcome = z.infer<typeof welcome>;

export const wireError = z.object({
  code: z.string(),
  message: z.string(),
  nextStep: z.string(),
  actor: z.enum(['agent', 'person', 'admin']),
  candidates: z.array(z.string()).optional(),
});
export type WireError = z.infer<typeof wireError>;

export const refusal = z.object({ type: z.literal('refusal'), error: wireError });

const terminalSize = { cols: z.number().int().min(2).max(1000), rows: z.number().int().min(1).max(1000) };

/** What the state file of mcp-jumpserver-gui-sucks holds that can be taken over. With secrets in it: never in a log, an answer or the journal. */
export const formerSession = z.strictObject({
  /** Where it lies, as an absolute path; people copy it into a shell, so nothing in it may steer a terminal. */
  file: z
    .string()
    .min(1)
    .max(4_096)
    .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u),
  /** Its mode lets other users of this computer read it. */
  readableByOthers: z.boolean(),
  /** As it stands there; a scheme may be missing. */
  baseUrl: z.string().min(1).max(2_048),
  /** '' where it names none. */
  organisation: z.string().max(64),
  /** Of whom the file says it is; '' where it does not. */
  username: z.string().max(200),
  /** When the session was last good, else when the file was written; ms since the epoch. */
  savedAt: z.number().nullable(),
  cookies: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(256),
        value: z.string().min(1).max(8_192),
        domain: z.string().max(256).nullable(),
        path: z.string().max(1_024),
        /** Seconds since the epoch. */
        expiresAt: z.number().nullable(),
      }),
    )
    .max(100),
  accessKey: z.strictObject({ id: z.string().min(1).max(100), secret: z.string().min(1).max(500) }).nullable(),
  /** There is a bearer token, which Drawbridge does not take. */
  bearer: z.boolean(),
});
export type FormerSession = z.infer<typeof formerSession>;

/** What the CLI verbs ask of the app; one a connection. */
export const cliRequest = z.discriminatedUnion('verb', [
  z.object({ verb: z.literal('status') }),
  /** What the app finds when it checks itself, its sites and the computer; the bridge adds what it sees from outside. */
  z.object({ verb: z.literal('doctor') }),
  z.object({ verb: z.literal('sites-list') }),
  z.object({ verb: z.literal('sites-add'), url: z.string(), name: z.string().optional() }),
  z.object({ verb: z.literal('sites-remove'), site: z.string() }),
  z.object({
    verb: z.literal('login'),
    site: z.string().optional(),
    /** Instead of `site`: its address. Another one than those that are there is for the person to add. */
    url: z.string().optional(),
    /** Sign in by questions on this connection instead of the window. */
    text: z.object({ language: z.enum(['en', 'zh-CN']) }).optional(),
  }),
  z.object({ verb: z.literal('show') }),
  /** Take over what the predecessor kept; the person is asked in the window. */
  z.object({ verb: z.literal('import'), former: formerSession }),
  z.object({ verb: z.literal('policy-show') }),
  z.object({ verb: z.literal('policy-schema') }),
  z.object({
    verb: z.literal('policy-test'),
    command: z.string(),
    asset: z.string(),
    account: z.string().optional(),
    node: z.string().optional(),
    site: z.string().optional(),
  }),
  /** A file between the working directory and an asset. */
  z.object({
    verb: z.literal('cp'),
    direction: z.enum(['up', 'down']),
    site: z.string().optional(),
    asset: z.string(),
    account: z.string().optional(),
    path: z.string(),
    local: z.string(),
    overwrite: z.boolean(),
  }),
  /** Proves the journal's chain; the app has the key. */
  z.object({ verb: z.literal('journal-verify') }),
  z.object({
    verb: z.literal('exec'),
    site: z.string().optional(),
    asset: z.string(),
    account: z.string(),
    command: z.string(),
    protocol: z.string().optional(),
    connectMethod: z.string().optional(),
    timeoutSeconds: z.number().positive().optional(),
  }),
  /** A whole terminal; the bridge goes on with `cliTyped` lines until it ends. */
  z.object({
    verb: z.literal('shell'),
    site: z.string().optional(),
    asset: z.string(),
    account: z.string().optional(),
    protocol: z.string().optional(),
    connectMethod: z.string().optional(),
    size: z.object(terminalSize),
  }),
  /** Whether the site still knows the session. */
  z.object({ verb: z.literal('refresh-session'), site: z.string().optional() }),
  /** A tool that the command line offers as well. */
  z.object({
    verb: z.literal('tool'),
    name: z.enum(['jms_resolve_terminal_target', 'jms_probe_koko_terminal']),
    arguments: z.record(z.string(), z.string()),
  }),
]);
export type CliRequest = z.infer<typeof cliRequest>;

/** A question while signing in by text; the bridge answers with the same `id`. */
export const cliQuestion = z.object({
  type: z.literal('ask'),
  id: z.number().int(),
  /** What it is about, for answers that were given beforehand. */
  purpose: z.enum(['username', 'password', 'new-password', 'code', 'binding-code', 'captcha', 'method', 'go-on']),
  /** `secret` is typed without being seen. */
  kind: z.enum(['text', 'secret', 'choice']),
  label: z.string(),
  /** Taken when the answer is empty; '' where there is none. */
  preset: z.string(),
  choices: z.array(z.object({ value: z.string(), label: z.string() })),
});
export type CliQuestion = z.infer<typeof cliQuestion>;

/** The bridge's answer; null where nobody can answer. */
export const cliAnswer = z.object({
  type: z.literal('answer'),
  id: z.number().int(),
  value: z.string().max(4096).nullable(),
});

/** What comes from the emulator of `shell`. */
export const cliTyped = z.discriminatedUnion('type', [
  /** As a terminal emulator sends keys. */
  z.object({ type: z.literal('keys'), data: z.string().max(65_536) }),
  z.object({ type: z.literal('size'), ...terminalSize }),
  /** So many bytes of the screen have been written; the app sends only a little ahead of that. */
  z.object({ type: z.literal('shown'), bytes: z.number().int().min(0) }),
]);
export type CliTyped = z.infer<typeof cliTyped>;

/**
 * One thing that doctor looked at. `id` names the check and `outcome` what was found, both stable: words for them are in
 * doctor/words.ts and in renderer/i18n. Facts hold no secrets.
 */
export const finding = z.object({
  id: z.string(),
  group: z.enum(['app', 'site', 'agents', 'computer']),
  /** Null for what does not belong to one site. */
  site: z.object({ id: z.string(), name: z.string() }).nullable(),
  outcome: z.string(),
  state: z.enum(['ok', 'attention', 'broken', 'not-applicable', 'unknown']),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** What to do, by a stable name; null where nothing is needed. */
  advice: z.string().nullable(),
});
export type Finding = z.infer<typeof finding>;
export const doctorReport = z.object({ findings: z.array(finding) });

/** What a person reads in columns: a table with a head, or a record of names and values without one. */
const table = z.object({
  head: z.array(z.string()).readonly().optional(),
  rows: z.array(z.array(z.string()).readonly()).readonly(),
});
export type Table = z.infer<typeof table>;

/** Events of a CLI reply: any number of `output`, `progress`, `show`, `screen`, `picture` and `ask`, then one `result` or `error`. */
export const cliReply = z.discriminatedUnion('type', [
  z.object({ type: z.literal('output'), text: z.string() }),
  /** How far something is; the next one takes its place. */
  z.object({ type: z.literal('progress'), text: z.string() }),
  z.object({ type: z.literal('show'), text: z.string() }),
  /** Output of `shell`, for the emulator as it is. */
  z.object({ type: z.literal('screen'), data: z.base64() }),
  /** A PNG as base64, to look at while the next question is answered. */
  z.object({ type: z.literal('picture'), png: z.base64() }),
  cliQuestion,
  z.object({
    type: z.literal('result'),
    text: z.string(),
    /** For people, below the text. */
    table: table.optional(),
    data: z.unknown(),
    exitCode: z.number().int().optional(),
  }),
  z.object({ type: z.literal('error'), error: wireError }),
]);
export type CliReply = z.infer<typeof cliReply>;
