import { z } from 'zod';
import type { Clock } from '../errors/clock.ts';
import { DrawbridgeError, toDrawbridgeError } from '../errors/drawbridge-error.ts';
import type { Said } from '../errors/said.ts';
import type { AccessKeyPair } from '../jumpserver/access-key-signature.ts';
import { AccessKeyApi } from '../jumpserver/access-keys.ts';
import { RestClient } from '../jumpserver/rest-client.ts';
import { isJson } from '../jumpserver/rest-errors.ts';
import type { RestResponse } from '../jumpserver/rest-transport.ts';
import { refusalCode, serverWords } from '../jumpserver/server-words.ts';
import { SigningTransport } from '../jumpserver/signing-transport.ts';
import type { Log } from '../log/log.ts';
import { type AskConfirmation, confirmIdentity } from './identity-confirmation.ts';
import type { SecretStore } from './saved-session.ts';
import type { DurableKeyView, SiteSettings, SiteUser, StoredKey } from './site-model.ts';
import type { SiteTransport } from './site-transport.ts';
import type { KeyEnd, KeyOrigin } from './sites-port.ts';

/** What the keys of all sites need from outside. */
export interface KeyKeeping {
  /** What is known of a site's key beside its secret. */
  readonly stored: (siteId: string) => StoredKey | undefined;
  readonly store: (siteId: string, key: StoredKey | null) => void;
  readonly askConfirmation: AskConfirmation;
  /** Tells the person what happened without them. */
  readonly onNotice: (text: Said) => void;
}

export interface DurableKeyPorts {
  readonly settings: SiteSettings;
  readonly organisation: () => string;
  readonly keeping: KeyKeeping;
  readonly transport: SiteTransport;
  readonly vault: SecretStore;
  readonly clock: Clock;
  readonly log: Log;
  /** With the web session: only it can confirm, and make a key. */
  readonly web: RestClient;
  /** Who is signed in now, null while nobody is. */
  readonly user: () => SiteUser | null;
  readonly onChange: () => void;
  readonly onMade: (keyId: string, how: KeyOrigin) => void;
  readonly onEnded: (keyId: string, why: KeyEnd) => void;
}

/** What became of a key that another program had made. */
export type KeyAdoption =
  | { readonly kind: 'taken' }
  /** The site does not take it: deleted or switched off there. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'other-user'; readonly username: string }
  /** The site has one of its own here, which stays. */
  | { readonly kind: 'has-one' };

/** The vault's name for the secret of a site's key. */
function keyEntry(siteId: string): string {
  return `access-key-${siteId}`;
}

const keptPair = z.object({ id: z.string(), secret: z.string() });

/**
 * One site's durable REST key, if the person wants one: an access key of JumpServer that signs reading calls when the web
 * session is gone (protocol §4.3). Terminals take cookies only (§7.2).
 */
export class DurableKey {
  /** Signs every request with the key. Throws `sign-in-required` where there is none. */
  readonly rest: RestClient;
  readonly #ports: DurableKeyPorts;
  readonly #api: AccessKeyApi;
  #pair: AccessKeyPair | undefined;
  /** A refusal that says nothing of the key itself (a proxy's 401): not used again before the next sign-in. */
  #doubted = false;
  #creating: Promise<void> | undefined;

  constructor(ports: DurableKeyPorts) {
    this.#ports = ports;
    this.#api = new AccessKeyApi(ports.web);
    this.rest = this.#signing(
      () => this.#key(),
      (response) => this.#onAnswer(response),
    );
  }

  view(): DurableKeyView {
    const stored = this.#stored;
    return this.#pair && stored ? { state: 'on', createdAt: stored.createdAt } : { state: 'off' };
  }

  /** Whether a call may be signed now. */
  get usable(): boolean {
    return this.#pair !== undefined && !this.#doubted;
  }

  /** Reads the secret from the vault; again when the vault was unlocked meanwhile. */
  async load(): Promise<void> {
    const { vault, settings } = this.#ports;
    const stored = this.#stored;
    if (!stored || this.#pair) return;
    const pair = readPair(await vault.get(keyEntry(settings.id)));
    if (pair?.id !== stored.id) return;
    this.#pair = pair;
    this.#ports.onChange();
  }

  /** Makes a key, asking the person to confirm who they are where the site wants it. Throws `sign-in-required`, `confirmation-required`. */
  create(signal?: AbortSignal): Promise<void> {
    if (this.#pair) return Promise.resolve();
    this.#creating ??= this.#create(signal).finally(() => {
      this.#creating = undefined;
    });
    return this.#creating;
  }

  /**
   * Takes a key that is there already, once the site has said by its signature whose it is. `owner` is the only person
   * whose key it may be, null where nobody is known here. Throws where the site cannot be asked.
   */
  async adopt(pair: AccessKeyPair, owner: SiteUser | null): Promise<KeyAdoption> {
    if (this.#stored || this.#creating) return { kind: 'has-one' };
    const whose = await this.#ownerOf(pair);
    if (whose === null) return { kind: 'refused' };
    if (owner !== null && owner.id !== whose.id) return { kind: 'other-user', username: whose.username };
    const { settings, vault, clock, keeping, log } = this.#ports;
    // Meanwhile the person may have turned one on.
    if (this.#stored || this.#creating) return { kind: 'has-one' };
    await vault.put(keyEntry(settings.id), JSON.stringify(pair));
    this.#pair = pair;
    this.#doubted = false;
    keeping.store(settings.id, { id: pair.id, userId: whose.id, createdAt: clock.now() });
    log.info('a REST key was taken over', { site: settings.id, key: pair.id });
    this.#ports.onChange();
    this.#ports.onMade(pair.id, 'taken-over');
    return { kind: 'taken' };
  }

  /** Deletes the key on the site and here. Throws where the site cannot be asked; the key is then kept, so that it can be tried again. */
  async revoke(signal?: AbortSignal): Promise<void> {
    const stored = this.#stored;
    if (!stored) return;
    const { user, settings } = this.#ports;
    const pair = this.#pair;
    // Another person's session would find no such key and say so, as if it were gone.
    if (user()?.id === stored.userId) await this.#api.delete(stored.id, signal);
    else if (pair) await this.#endItself(pair, signal);
    else throw signInFirst(settings.name);
    await this.#drop('revoked');
  }

  /** The site is removed: as `revoke`, but what cannot be told to the site does not hold it up. */
  async forget(): Promise<void> {
    if (!this.#stored) return;
    try {
      await this.revoke();
    } catch (error) {
      this.#ports.log.warn('an access key could not be deleted on its site', { site: this.#ports.settings.id, error });
      this.#ports.keeping.onNotice({
        en: `The REST key of ${this.#ports.settings.name} could not be deleted there. Delete it on the site under "API key list".`,
        'zh-CN': `${this.#ports.settings.name} 上的 REST 密钥未能删除。请在该站点的“API Key 列表”中删除。`,
      });
      await this.#drop('left');
    }
  }

  /** Somebody signed in: a key of another person is revoked, a doubted one trusted again. */
  async entered(user: SiteUser): Promise<void> {
    this.#doubted = false;
    const stored = this.#stored;
    if (!this.#pair || !stored || stored.userId === user.id) return;
    await this.forget();
    this.#ports.keeping.onNotice({
      en: `Another person signed in to ${this.#ports.settings.name}: the REST key of the former one is not used any more.`,
      'zh-CN': `另一位用户登录了 ${this.#ports.settings.name}：不再使用前一位用户的 REST 密钥。`,
    });
  }

  get #stored(): StoredKey | undefined {
    return this.#ports.keeping.stored(this.#ports.settings.id);
  }

  #signing(key: () => AccessKeyPair, onAnswer: (response: RestResponse) => void): RestClient {
    const { settings, organisation, transport, clock } = this.#ports;
    return new RestClient({
      baseUrl: settings.baseUrl,
      organisation,
      clock,
      transport: new SigningTransport({ transport, clock, key }),
      onAnswer: (_path, response) => onAnswer(response),
    });
  }

  #key(): AccessKeyPair {
    if (this.#pair) return this.#pair;
    throw new DrawbridgeError({
      code: 'sign-in-required',
      message: `${this.#ports.settings.name} has no REST key any more.`,
      nextStep: 'Ask the person to sign in again in Drawbridge; the call goes through afterwards.',
      actor: 'person',
    });
  }

  async #create(signal?: AbortSignal): Promise<void> {
    const { settings, vault, clock, keeping } = this.#ports;
    const user = this.#ports.user();
    if (!user) throw signInFirst(settings.name);
    // A key whose secret is lost is of no use to anybody.
    const lost = this.#stored;
    if (lost) await this.#api.delete(lost.id, signal);
    const pair = await this.#newPair(signal);
    try {
      await this.#assertOwnedBy(user, pair, signal);
      await vault.put(keyEntry(settings.id), JSON.stringify(pair));
    } catch (error) {
      await this.#api.delete(pair.id).catch((cause: unknown) => {
        this.#ports.log.warn('an unused access key could not be deleted', { site: settings.id, error: cause });
      });
      throw error;
    }
    this.#pair = pair;
    this.#doubted = false;
    keeping.store(settings.id, { id: pair.id, userId: user.id, createdAt: clock.now() });
    this.#ports.log.info('a REST key was made', { site: settings.id, key: pair.id });
    this.#ports.onChange();
    this.#ports.onMade(pair.id, 'made');
  }

  async #newPair(signal?: AbortSignal): Promise<AccessKeyPair> {
    const first = await this.#api.create(signal);
    if (first.kind === 'created') return first.key;
    const { settings, transport, keeping } = this.#ports;
    await confirmIdentity(
      { site: settings, api: this.#api, transport, ask: keeping.askConfirmation },
      first.type,
      signal,
    );
    const second = await this.#api.create(signal);
    if (second.kind === 'created') return second.key;
    throw new DrawbridgeError({
      code: 'confirmation-required',
      message: `${settings.name} took the confirmation and asks for it again.`,
      nextStep: 'Make sure that the site lets this user create API keys; the JumpServer administrator knows.',
      actor: 'admin',
    });
  }

  /** Whose rights the key really has is asked, not assumed. */
  async #assertOwnedBy(user: SiteUser, pair: AccessKeyPair, signal?: AbortSignal): Promise<void> {
    const owner = await this.#signing(
      () => pair,
      () => {},
    ).profile(signal);
    if (owner.id === user.id) return;
    throw new DrawbridgeError({
      code: 'site-error',
      message: `The key that ${this.#ports.settings.name} made belongs to ${owner.username}, not to ${user.username}.`,
      nextStep: 'Sign out and in again, then turn the REST key on once more.',
      actor: 'person',
    });
  }

  /** Null where the site does not take the key. */
  async #ownerOf(pair: AccessKeyPair): Promise<{ readonly id: string; readonly username: string } | null> {
    try {
      return await this.#signing(
        () => pair,
        () => {},
      ).profile();
    } catch (error) {
      if (toDrawbridgeError(error).code === 'sign-in-required') return null;
      throw error;
    }
  }

  /** The key signs its own end; one that is refused has had it. */
  async #endItself(pair: AccessKeyPair, signal?: AbortSignal): Promise<void> {
    const api = new AccessKeyApi(
      this.#signing(
        () => pair,
        () => {},
      ),
    );
    try {
      await api.delete(pair.id, signal);
    } catch (error) {
      if (toDrawbridgeError(error).code !== 'sign-in-required') throw error;
    }
  }

  #onAnswer(response: RestResponse): void {
    const { status, body } = response;
    const fine = status >= 200 && status < 300 && (body === '' || isJson(response));
    if (fine || (status !== 401 && status >= 400)) return;
    this.#doubted = true;
    // Only core's own verdict ends the key; a proxy's page, or an address outside the key's list, does not.
    const refused =
      status === 401 && refusalCode(body) === 'authentication_failed' && !/\bip\b/i.test(serverWords(body));
    if (refused) this.#refused();
    else this.#ports.onChange();
  }

  #refused(): void {
    const { settings, keeping, log } = this.#ports;
    this.#drop('refused').then(
      () =>
        keeping.onNotice({
          en: `${settings.name} does not take its REST key any more (it was deleted or switched off there). Turn it on again in the settings if you want it.`,
          'zh-CN': `${settings.name} 不再接受它的 REST 密钥（已在站点上删除或停用）。如有需要，请在设置中重新开启。`,
        }),
      (error: unknown) => log.error('a refused access key could not be forgotten', { site: settings.id, error }),
    );
  }

  async #drop(why: KeyEnd): Promise<void> {
    const { settings, keeping, vault } = this.#ports;
    const ended = this.#stored;
    this.#pair = undefined;
    keeping.store(settings.id, null);
    this.#ports.onChange();
    if (ended) this.#ports.onEnded(ended.id, why);
    await vault.delete(keyEntry(settings.id));
  }
}

function readPair(text: string | undefined): AccessKeyPair | undefined {
  try {
    return text === undefined ? undefined : keptPair.parse(JSON.parse(text));
  } catch {
    return undefined; // an older or foreign entry
  }
}

function signInFirst(site: string): DrawbridgeError {
  return new DrawbridgeError({
    code: 'sign-in-required',
    message: `Nobody is signed in to ${site}.`,
    nextStep: 'Sign in first, then turn the REST key on.',
    actor: 'person',
  });
}
