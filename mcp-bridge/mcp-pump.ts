import type { AnswerCache } from './answer-cache.ts';
import { type AppConnection, parseJson } from './app-connection.ts';
import { AppLink, type AppLinkPorts } from './app-link.ts';
import { appRestarted, BridgeError, notRunning, quitByPerson } from './bridge-error.ts';
import {
  failureLine,
  type Message,
  parseErrorLine,
  readMessage,
  resultLine,
  revisionOf,
  standInOpening,
} from './json-rpc.ts';
import { PumpMemory } from './pump-memory.ts';
import { type LaunchFile, type LineEvent, MAX_FRAME_BYTES, refusal, type WireError } from './wire.ts';

type Request = Extract<Message, { kind: 'request' }>;

export interface McpPumpPorts extends Pick<AppLinkPorts, 'connect' | 'launch' | 'now' | 'after'> {
  readonly cache: AnswerCache;
  readonly version: string;
  launchFile(): Promise<LaunchFile | undefined>;
  /** To the host's stdin pipe; false when it reads slower than we write. */
  write(line: string): boolean;
  /** Stops and goes on reading the host, for back-pressure from the app. */
  pauseHost(paused: boolean): void;
  warn(text: string): void;
}

/** What hosts ask for as they start: not worth starting the app for, once it has answered. */
const keptLists = new Set(['tools/list', 'prompts/list', 'resources/list', 'resources/templates/list']);

/** Terminals end with the app, and are in no list without it. */
function lasting(answer: Record<string, unknown>): Record<string, unknown> {
  const { resources } = answer;
  if (!Array.isArray(resources)) return answer;
  return { ...answer, resources: resources.filter((one) => !String(one?.uri).startsWith('terminal:')) };
}

/** A host that sends this much while the app starts is broken; the rest is answered with an error. */
const MAX_QUEUED = 256;

/** The newline pump of `drawbridge mcp` (design §3.1): bytes both ways, and a memory for when the app is away. */
export class McpPump {
  readonly #ports: McpPumpPorts;
  readonly #memory = new PumpMemory();
  readonly #link: AppLink;
  readonly #queue: { readonly request: Request; readonly raw: string }[] = [];
  /** Host lines are taken one after the other: an opening may wait for the first look whether the app runs. */
  #turn: Promise<void> = Promise.resolve();
  #servedToolsKey: string | undefined;
  #lastRefusal: WireError | undefined;
  #drained: (() => void) | undefined;

  constructor(ports: McpPumpPorts) {
    this.#ports = ports;
    this.#link = new AppLink({
      ...{ connect: ports.connect, launch: ports.launch, now: ports.now, after: ports.after },
      onUp: (connection) => this.#onUp(connection),
      onLine: (text) => this.#onAppLine(text),
      onDown: () => void this.#onDown(),
      onDrain: () => ports.pauseHost(false),
    });
  }

  /** One event of the host's stdin. */
  onHost(event: LineEvent): void {
    this.#turn = this.#turn
      .then(() => this.#takeHostLine(event))
      .catch((error: unknown) => this.#ports.warn(`a line from the host failed: ${String(error)}`));
  }

  /** The host reads its stdout again. */
  onHostDrain(): void {
    this.#link.connection?.resume();
  }

  /** Resolves when nothing that the host asked is still open; for the end of stdin. */
  async settled(): Promise<void> {
    await this.#turn;
    if (this.#memory.waiting + this.#queue.length === 0) return;
    await new Promise<void>((resolve) => {
      this.#drained = resolve;
    });
  }

  dispose(): void {
    this.#link.dispose();
  }

  async #takeHostLine(event: LineEvent): Promise<void> {
    if (event.kind === 'too-long') {
      this.#write(
        parseErrorLine(`A message may be ${MAX_FRAME_BYTES} bytes long; this one was longer and was dropped.`),
      );
      return;
    }
    if (event.text.trim() === '') return;
    const value = parseJson(event.text);
    const message = readMessage(value);
    if (message === undefined) {
      this.#write(parseErrorLine('This line is not a JSON-RPC 2.0 message; it was dropped.'));
      return;
    }
    switch (message.kind) {
      case 'response':
        if (this.#memory.answersLiveQuestion(message.id)) this.#toApp(event.text);
        return;
      case 'notification':
        return this.#takeNotification(message, event.text);
      case 'request':
        return this.#takeRequest(message, event.text);
      default:
        return message satisfies never;
    }
  }

  #takeNotification(message: Extract<Message, { kind: 'notification' }>, raw: string): void {
    if (message.method === 'notifications/initialized') this.#memory.rememberInitialized();
    if (message.method === 'notifications/cancelled') {
      const at = this.#queue.findIndex(({ request }) => request.id === message.params['requestId']);
      if (at !== -1) {
        this.#queue.splice(at, 1);
        this.#noteSettled();
        return;
      }
    }
    this.#toApp(raw);
  }

  async #takeRequest(request: Request, raw: string): Promise<void> {
    const opening = this.#memory.rememberOpening(request);
    if (this.#link.connection === undefined) await this.#link.join().catch(() => {});
    if (this.#link.connection !== undefined) {
      this.#memory.sent(request);
      this.#toApp(raw);
      return;
    }
    if (opening !== undefined) return this.#answerOpening(request);
    if (request.method === 'ping') {
      this.#write(resultLine(request.id, {}));
      return;
    }
    if (keptLists.has(request.method) && (await this.#answerListFromCache(request))) return;
    this.#enqueue(request, raw);
  }

  async #answerOpening(request: Request): Promise<void> {
    const revision = this.#memory.revisionFor(request.params);
    const launch = await this.#ports.launchFile();
    const known = this.#ports.cache.get(revision, launch?.appVersion)?.opening;
    this.#memory.openingAnswered();
    this.#write(resultLine(request.id, known ?? standInOpening(request.method, revision, this.#ports.version)));
  }

  async #answerListFromCache(request: Request): Promise<boolean> {
    if (request.params['cursor'] !== undefined) return false;
    const launch = await this.#ports.launchFile();
    const known = this.#ports.cache.get(this.#memory.revisionFor(request.params), launch?.appVersion);
    const list = known?.lists?.[request.method];
    if (known === undefined || list === undefined) return false;
    if (request.method === 'tools/list') this.#servedToolsKey = known.toolsKey;
    this.#write(resultLine(request.id, list));
    return true;
  }

  #enqueue(request: Request, raw: string): void {
    if (this.#queue.length >= MAX_QUEUED) {
      this.#fail(request, notRunning('too many calls wait for it already').wire);
      return;
    }
    this.#queue.push({ request, raw });
    this.#link.demand().catch((error: unknown) => {
      const failure = error instanceof BridgeError ? error : notRunning(String(error));
      for (const { request: waiting } of this.#queue.splice(0)) this.#fail(waiting, failure.wire);
      this.#noteSettled();
    });
  }

  #onUp(connection: AppConnection): void {
    this.#lastRefusal = undefined;
    for (const line of this.#memory.replay()) connection.send(line);
    for (const { request, raw } of this.#queue.splice(0)) {
      this.#memory.sent(request);
      connection.send(raw);
    }
    const key = connection.welcome.toolsKey;
    if (this.#servedToolsKey !== undefined && this.#servedToolsKey !== key && this.#memory.legacyInitialized)
      this.#write(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' }));
    this.#servedToolsKey = undefined;
  }

  #onAppLine(text: string): void {
    const value = parseJson(text);
    const refused = refusal.safeParse(value);
    if (refused.success) {
      this.#lastRefusal = refused.data.error;
      return;
    }
    const message = readMessage(value);
    if (message === undefined) {
      this.#ports.warn('the app sent a line that is not JSON-RPC; it was dropped');
      return;
    }
    const { pass, answers } = this.#memory.received(message);
    if (answers !== undefined && message.kind === 'response' && !message.failed) this.#keep(answers, message.result);
    if (pass && !this.#ports.write(text)) this.#link.connection?.pause();
    this.#noteSettled();
  }

  #keep(request: { method: string; params: Readonly<Record<string, unknown>> }, result: unknown): void {
    const connection = this.#link.connection;
    if (connection === undefined || typeof result !== 'object' || result === null) return;
    const { appVersion, toolsKey } = connection.welcome;
    const answer = { ...result };
    if (request.method === 'initialize' || request.method === 'server/discover') {
      this.#ports.cache.put(this.#memory.revisionFor(request.params), { appVersion, toolsKey, opening: answer });
    } else if (keptLists.has(request.method) && request.params['cursor'] === undefined && !('nextCursor' in answer)) {
      if (request.method === 'tools/list') this.#servedToolsKey = toolsKey;
      const lists = { [request.method]: lasting(answer) };
      this.#ports.cache.put(this.#memory.revisionFor(request.params), { appVersion, toolsKey, lists });
    }
  }

  async #onDown(): Promise<void> {
    this.#ports.pauseHost(false);
    const lost = this.#memory.disconnected();
    const refused = this.#lastRefusal;
    this.#lastRefusal = undefined;
    if (lost.length === 0) return;
    const launch = await this.#ports.launchFile();
    const why = refused ?? (launch?.quitByPerson ? quitByPerson() : appRestarted()).wire;
    for (const request of lost) {
      if (request.method === 'initialize' || request.method === 'server/discover')
        await this.#answerOpening({ kind: 'request', ...request });
      else this.#write(failureLine(request, why));
    }
    this.#noteSettled();
  }

  #fail(request: Request, error: WireError): void {
    this.#write(failureLine({ ...request, modern: revisionOf(request.params)?.modern === true }, error));
  }

  #toApp(raw: string): void {
    if (this.#link.connection?.send(raw) === false) this.#ports.pauseHost(true);
  }

  #write(line: string): void {
    this.#ports.write(line);
  }

  #noteSettled(): void {
    if (this.#memory.waiting + this.#queue.length > 0) return;
    this.#drained?.();
    this.#drained = undefined;
  }
}
