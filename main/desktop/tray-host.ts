import { call, onBus } from './session-bus.ts';

/** Whether the desktop shows tray icons: on Linux by somebody owning the watcher's name, elsewhere always. */
export function trayHost(): Promise<'present' | 'absent'> {
  if (process.platform !== 'linux') return Promise.resolve('present');
  return onBus<'present' | 'absent'>(async (bus) => {
    const [owned] = await call(bus, {
      destination: 'org.freedesktop.DBus',
      path: '/org/freedesktop/DBus',
      interface: 'org.freedesktop.DBus',
      member: 'NameHasOwner',
      signature: 's',
      body: ['org.kde.StatusNotifierWatcher'],
    });
    return owned === true ? 'present' : 'absent';
  }, 'absent');
}
