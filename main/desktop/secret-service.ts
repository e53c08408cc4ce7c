import dbus from 'dbus-next';
import { type Bus, call, onBus } from './session-bus.ts';

/**
 * Whether Linux's Secret Service can be used right now. Asked over D-Bus before any safeStorage call, because a locked
 * keyring hangs Electron's synchronous API until somebody answers the prompt (design §4).
 */
export type SecretServiceState = 'unlocked' | 'locked' | 'absent';

const SERVICE = 'org.freedesktop.secrets';
const ROOT = '/org/freedesktop/secrets';

async function defaultCollection(bus: Bus): Promise<string | undefined> {
  const [owned] = await call(bus, {
    destination: 'org.freedesktop.DBus',
    path: '/org/freedesktop/DBus',
    interface: 'org.freedesktop.DBus',
    member: 'NameHasOwner',
    signature: 's',
    body: [SERVICE],
  });
  // An activatable but sleeping daemon would come up locked and ask with a prompt of its own: absent, for us.
  if (owned !== true) return undefined;
  const [alias] = await call(bus, {
    destination: SERVICE,
    path: ROOT,
    interface: 'org.freedesktop.Secret.Service',
    member: 'ReadAlias',
    signature: 's',
    body: ['default'],
  });
  return typeof alias === 'string' && alias !== '/' ? alias : undefined;
}

export function secretServiceState(): Promise<SecretServiceState> {
  return onBus<SecretServiceState>(async (bus) => {
    const collection = await defaultCollection(bus);
    if (collection === undefined) return 'absent';
    const [locked] = await call(bus, {
      destination: SERVICE,
      path: collection,
      interface: 'org.freedesktop.DBus.Properties',
      member: 'Get',
      signature: 'ss',
      body: ['org.freedesktop.Secret.Collection', 'Locked'],
    });
    return locked instanceof dbus.Variant && locked.value === false ? 'unlocked' : 'locked';
  }, 'absent');
}

/** Asks the desktop to unlock the default keyring; its own prompt does the asking. Resolves when the request was made. */
export function requestUnlock(): Promise<void> {
  return onBus<void>(async (bus) => {
    const collection = await defaultCollection(bus);
    if (collection === undefined) return;
    const [, prompt] = await call(bus, {
      destination: SERVICE,
      path: ROOT,
      interface: 'org.freedesktop.Secret.Service',
      member: 'Unlock',
      signature: 'ao',
      body: [[collection]],
    });
    if (typeof prompt !== 'string' || prompt === '/') return;
    await call(bus, {
      destination: SERVICE,
      path: prompt,
      interface: 'org.freedesktop.Secret.Prompt',
      member: 'Prompt',
      signature: 's',
      body: [''],
    });
  }, undefined);
}
