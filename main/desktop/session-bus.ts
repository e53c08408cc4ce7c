import dbus from 'dbus-next';

/** A desktop's bus answers in milliseconds; a broken one must not hold the start up. */
const DEADLINE_MS = 2000;

export type Bus = ReturnType<typeof dbus.sessionBus>;

/** The values of the answer. Rejects with D-Bus's own error. */
export async function call(
  bus: Bus,
  message: ConstructorParameters<typeof dbus.Message>[0],
): Promise<readonly unknown[]> {
  const reply = await bus.call(new dbus.Message(message));
  return reply?.body ?? [];
}

/** Undefined where there is no bus, or its address is none that the package understands: it throws then. */
export function openBus(): Bus | undefined {
  // Chromium itself writes `disabled:` where it found no bus.
  const address = process.env['DBUS_SESSION_BUS_ADDRESS'];
  if (!address || address === 'disabled:') return undefined;
  try {
    return dbus.sessionBus();
  } catch {
    return undefined;
  }
}

/** Does `work` on the session bus; `otherwise` where there is no bus, no such service, or no answer within 2 s. */
export async function onBus<T>(work: (bus: Bus) => Promise<T>, otherwise: T): Promise<T> {
  const bus = openBus();
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
