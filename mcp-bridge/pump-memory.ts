import { line, type Message, type Params, type RequestId, revisionOf } from './json-rpc.ts';

export interface Pending {
  readonly id: RequestId;
  readonly method: string;
  readonly modern: boolean;
  readonly params: Params;
}

export interface Opening {
  readonly id: RequestId;
  readonly method: 'initialize' | 'server/discover';
  readonly params: Params;
  readonly revision: string;
}

/**
 * What the pump has to remember so that an app may go and come back behind one MCP connection: how the host opened,
 * what it waits for, and which answers it must not see twice. Pure: no sockets, no files, no time.
 */
export class PumpMemory {
  #opening: Opening | undefined;
  #initialized = false;
  /** True once the host has an answer to its opening, from whomever. */
  #opened = false;
  #replays = 0;
  readonly #replayIds = new Set<RequestId>();
  readonly #inFlight = new Map<RequestId, Pending>();
  readonly #appRequests = new Set<RequestId>();

  get opening(): Opening | undefined {
    return this.#opening;
  }

  /** The revision of this connection: the envelope's own, else the opening's; '' before either. */
  revisionFor(params: Params): string {
    return revisionOf(params)?.revision ?? this.#opening?.revision ?? '';
  }

  get legacyInitialized(): boolean {
    return this.#initialized;
  }

  rememberOpening(message: Extract<Message, { kind: 'request' }>): Opening | undefined {
    if (message.method !== 'initialize' && message.method !== 'server/discover') return undefined;
    const revision = revisionOf(message.params)?.revision ?? '';
    this.#opening = { id: message.id, method: message.method, params: message.params, revision };
    this.#opened = false;
    this.#initialized = false;
    return this.#opening;
  }

  openingAnswered(): void {
    this.#opened = true;
  }

  rememberInitialized(): void {
    this.#initialized = true;
  }

  /** A request goes to the app. */
  sent(request: Extract<Message, { kind: 'request' }>): void {
    const modern = revisionOf(request.params)?.modern === true;
    this.#inFlight.set(request.id, { id: request.id, method: request.method, modern, params: request.params });
  }

  /** The host answers the app: false where that app is gone, and its question with it. */
  answersLiveQuestion(id: RequestId): boolean {
    return this.#appRequests.delete(id);
  }

  /** A line from the app: whether the host may see it, and which request it answers. */
  received(message: Message): { readonly pass: boolean; readonly answers: Pending | undefined } {
    if (message.kind === 'request') this.#appRequests.add(message.id);
    if (message.kind !== 'response') return { pass: true, answers: undefined };
    if (this.#replayIds.delete(message.id)) return { pass: false, answers: undefined };
    const pending = this.#inFlight.get(message.id);
    this.#inFlight.delete(message.id);
    if (pending !== undefined && pending.id === this.#opening?.id && pending.method === this.#opening.method)
      this.#opened = true;
    // An answer to nothing is a defect of the app; a host would report it as one of ours.
    return { pass: pending !== undefined, answers: pending };
  }

  get waiting(): number {
    return this.#inFlight.size;
  }

  /** The app is gone: what the host still waits for. */
  disconnected(): Pending[] {
    const lost = [...this.#inFlight.values()];
    this.#inFlight.clear();
    this.#replayIds.clear();
    this.#appRequests.clear();
    return lost;
  }

  /** The lines that bring a fresh app to where the host believes it to be. */
  replay(): string[] {
    if (this.#opening === undefined || !this.#opened) return [];
    this.#replays += 1;
    const id = `drawbridge-replay-${this.#replays}`;
    this.#replayIds.add(id);
    const lines = [line({ id, method: this.#opening.method, params: this.#opening.params })];
    if (this.#initialized) lines.push(line({ method: 'notifications/initialized' }));
    return lines;
  }
}
