import { z } from 'zod';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { AccessKeyPair } from './access-key-signature.ts';
import type { RestClient } from './rest-client.ts';
import { restError } from './rest-errors.ts';
import type { RestResponse } from './rest-transport.ts';
import { serverWords } from './server-words.ts';

const KEYS = '/api/v1/authentication/access-keys/';
const CONFIRM = '/api/v1/authentication/confirm/';
const SEND_CODE = '/api/v1/authentication/mfa/send-code/';

const createdShape = z.looseObject({ id: z.string(), secret: z.string().min(1) });
const demandShape = z.looseObject({ code: z.string() });
const waysShape = z.looseObject({
  confirm_type: z.string(),
  content: z
    .array(
      z.looseObject({
        name: z.string(),
        disabled: z.boolean().nullish(),
        display_name: z.string().nullish(),
        placeholder: z.string().nullish(),
      }),
    )
    .nullish(),
});

export type KeyCreation =
  | { readonly kind: 'created'; readonly key: AccessKeyPair }
  /** The person must show who they are first; `type` is what the site asks for (protocol §4.4). */
  | { readonly kind: 'confirm'; readonly type: string };

export interface ConfirmationWays {
  /** What the site would really check: `mfa` where the person has a second factor, whatever was asked for. */
  readonly type: string;
  readonly methods: readonly { readonly name: string; readonly label: string; readonly placeholder: string }[];
}

/** A person's own access keys over REST, and the confirmation before a new one (protocol §4.4). */
export class AccessKeyApi {
  readonly #rest: RestClient;

  constructor(rest: RestClient) {
    this.#rest = rest;
  }

  async create(signal?: AbortSignal): Promise<KeyCreation> {
    const doing = 'create an access key';
    const answer = await this.#ask('POST', KEYS, {}, signal, doing, [412]);
    if (answer.status === 412) return { kind: 'confirm', type: parsed(answer, demandShape, doing).code };
    const { id, secret } = parsed(answer, createdShape, doing);
    return { kind: 'created', key: { id, secret } };
  }

  /** Gone already is as good. */
  async delete(id: string, signal?: AbortSignal): Promise<void> {
    await this.#ask('DELETE', `${KEYS}${encodeURIComponent(id)}/`, undefined, signal, 'delete the access key', [404]);
  }

  async ways(type: string, signal?: AbortSignal): Promise<ConfirmationWays> {
    const path = `${CONFIRM}?confirm_type=${encodeURIComponent(type)}`;
    const doing = 'say how to confirm who you are';
    const answer = await this.#ask('GET', path, undefined, signal, doing, []);
    const ways = parsed(answer, waysShape, doing);
    return {
      type: ways.confirm_type,
      methods: (ways.content ?? [])
        .filter(({ disabled }) => disabled !== true)
        .map(({ name, display_name, placeholder }) => ({
          name,
          label: display_name ?? name,
          placeholder: placeholder ?? '',
        })),
    };
  }

  /** `type` is the one that was demanded, not the one that `ways` answered. The site's words where it refuses; undefined when it is content. */
  async confirm(
    type: string,
    answer: { readonly method: string; readonly secret: string },
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    const body = { confirm_type: type, mfa_type: answer.method, secret_key: answer.secret };
    const response = await this.#ask('POST', CONFIRM, body, signal, 'confirm who you are', [400]);
    return response.status === 400 ? serverWords(response.body) || 'This was not right.' : undefined;
  }

  /** Has the site send a code by `sms`, `email`, … (protocol §2.3). Its words where it does not. */
  async sendCode(method: string, signal?: AbortSignal): Promise<string | undefined> {
    const response = await this.#ask('POST', SEND_CODE, { type: method }, signal, 'send a code', [400]);
    return response.status === 400 ? serverWords(response.body) : undefined;
  }

  /** Statuses in `also` come back as they are; everything else outside 2xx is thrown. */
  async #ask(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body: unknown,
    signal: AbortSignal | undefined,
    doing: string,
    also: readonly number[],
  ): Promise<RestResponse> {
    let refused: RestResponse | undefined;
    try {
      return await this.#rest.request(method, path, body, signal, (response) => {
        refused = response;
        return restError(response, doing);
      });
    } catch (error) {
      if (refused !== undefined && also.includes(refused.status)) return refused;
      throw error;
    }
  }
}

function parsed<T extends z.ZodType>(response: RestResponse, shape: T, doing: string): z.output<T> {
  try {
    return shape.parse(JSON.parse(response.body));
  } catch (error) {
    throw new DrawbridgeError({
      code: 'site-error',
      message: `JumpServer answered in a way that Drawbridge does not know when asked to ${doing}.`,
      nextStep: 'Create and delete access keys on the site itself; report this with the JumpServer version.',
      actor: 'person',
      cause: error,
    });
  }
}
