import dbus from 'dbus-next';

/**
 * Whether Linux's Secret Service can be used right now. Asked over D-Bus before any safeStorage call, because a locked
 * keyring hangs Electron's synchronous API until somebody answers the prompt (design §4).
 */
export type SecretServiceState = 'unlocked' | 'locked' | 'absent';

/** A desktop's bus answers in milliseconds; a broken one must not hold the start up. */
const DEADLINE_MS = 2000;
const SERVICE = 'org.freedesktop.secrets';
const ROOT = '/org/freedesktop/secrets';

type Bus = ReturnType<typeof dbus.sessionBus>;

async function call(bus: Bus, message: ConstructorParameters<typeof dbus.Message>[0]): Promise<readonly unknown[]> {
  const reply = await bus.call(new dbus.Message(message));
  return reply?.body ?? [];
}

/** Undefined where the address is none that the package understands: it throws then. */
function connect(): Bus | undefined {
  try {
    return dbus.sessionBus();
  } catch {
    return undefined;
  }
}

async function onBus<T>(work: (bus: Bus) => Promise<T>, otherwise: T): Promise<T> {
  // Chromium itself writes `disabled:` where it found no bus.
  const address = process.env['DBUS_SESSION_BUS_ADDRESS'];
  if (!address || address === 'disabled:') return otherwise;
  const bus = connect();
  if (!bus) return otherwise;
  let timer: NodeJS.Timeout | undefined;
  const failed = new Promise<T>((resolve) => {
    bus.on('error', () => resolve(otherwise));
    timer = setTimeout(() => resolve(otherwise), DEADLINE_MS);
  });
  try {
    return await Promise.race([work(bus), failed]);
  } catch {
    return otherwise; // no such service, object or property: the same as no keyring
  } finally {
    clearTimeout(timer);
    bus.disconnect();
  }
}

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
