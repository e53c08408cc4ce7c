import { EventEmitter, once } from 'node:events';
import dbus from 'dbus-next';

/**
 * A desktop's tray: owns org.kde.StatusNotifierWatcher on a session bus, takes the item that the app registers, reads it
 * and its com.canonical.dbusmenu, and clicks entries. Must be there before the app makes its tray.
 */
const WATCHER = 'org.kde.StatusNotifierWatcher';
const ITEM = 'org.kde.StatusNotifierItem';
const MENU = 'com.canonical.dbusmenu';

class Watcher extends dbus.interface.Interface {
  readonly services: string[] = [];
  readonly registered = new EventEmitter();

  RegisterStatusNotifierItem(service: string): void {
    this.services.push(service);
    this.registered.emit('item');
  }
  RegisterStatusNotifierHost(_service: string): void {}
  get RegisteredStatusNotifierItems(): string[] {
    return this.services;
  }
  get IsStatusNotifierHostRegistered(): boolean {
    return true;
  }
  get ProtocolVersion(): number {
    return 0;
  }
}

Watcher.configureMembers({
  methods: {
    RegisterStatusNotifierItem: { inSignature: 's' },
    RegisterStatusNotifierHost: { inSignature: 's' },
  },
  properties: {
    RegisteredStatusNotifierItems: { signature: 'as', access: dbus.interface.ACCESS_READ },
    IsStatusNotifierHostRegistered: { signature: 'b', access: dbus.interface.ACCESS_READ },
    ProtocolVersion: { signature: 'i', access: dbus.interface.ACCESS_READ },
  },
});

export interface MenuEntry {
  readonly id: number;
  readonly label: string;
  readonly separator: boolean;
  readonly enabled: boolean;
  readonly children: readonly MenuEntry[];
}

export interface TrayItem {
  tooltip(): Promise<string>;
  /** Width, height and ARGB bytes of the icon as the desktop draws it. */
  icon(): Promise<{ readonly width: number; readonly height: number; readonly argb: Buffer }>;
  menu(): Promise<readonly MenuEntry[]>;
  labels(): Promise<readonly string[]>;
  click(label: string): Promise<void>;
}

export interface TrayHost {
  /** The first item that registers. */
  item(): Promise<TrayItem>;
  stop(): void;
}

function plain(value: unknown): unknown {
  return value instanceof dbus.Variant ? plain(value.value) : value;
}

function entry(node: unknown): MenuEntry {
  const [id, properties, children] = plain(node) as [number, Record<string, unknown>, unknown[]];
  const property = (name: string) => plain(properties[name]);
  return {
    id,
    // Desktops mark the mnemonic with an underscore, and a doubled one is a real one.
    label: String(property('label') ?? '').replace(/_(.)/g, '$1'),
    separator: property('type') === 'separator',
    enabled: property('enabled') !== false,
    children: children.map(entry),
  };
}

/** `there` false: nobody owns the watcher's name. */
export async function startTrayHost(busAddress: string, there = true): Promise<TrayHost> {
  const bus = dbus.sessionBus({ busAddress });
  const watcher = new Watcher(WATCHER);
  bus.export('/StatusNotifierWatcher', watcher);
  if (there) await bus.requestName(WATCHER, 0);

  const call = async (
    destination: string,
    path: string,
    iface: string,
    member: string,
    signature = '',
    body: unknown[] = [],
  ) => {
    const reply = await bus.call(new dbus.Message({ destination, path, interface: iface, member, signature, body }));
    return reply?.body ?? [];
  };

  return {
    async item() {
      if (watcher.services.length === 0)
        await once(watcher.registered, 'item', { signal: AbortSignal.timeout(20_000) });
      const service = watcher.services[0] ?? '';
      const properties = async () => {
        const [all] = await call(service, '/StatusNotifierItem', 'org.freedesktop.DBus.Properties', 'GetAll', 's', [
          ITEM,
        ]);
        return all as Record<string, unknown>;
      };
      const menuPath = async () => String(plain((await properties())['Menu']));
      const menu = async () => {
        const path = await menuPath();
        const [, layout] = await call(service, path, MENU, 'GetLayout', 'iias', [0, -1, []]);
        return entry(layout).children;
      };
      const all = (entries: readonly MenuEntry[]): readonly MenuEntry[] =>
        entries.flatMap((each) => [each, ...all(each.children)]);
      return {
        menu,
        async tooltip() {
          const value = plain((await properties())['ToolTip']) as unknown[];
          return String(value[2]);
        },
        async icon() {
          const [first] = plain((await properties())['IconPixmap']) as [number, number, Buffer][];
          if (!first) throw new Error('the tray item has no icon');
          return { width: first[0], height: first[1], argb: first[2] };
        },
        async labels() {
          return (await menu()).filter((each) => !each.separator).map((each) => each.label);
        },
        async click(label) {
          const hit = all(await menu()).find((each) => each.label === label);
          if (!hit) throw new Error(`the tray menu has no entry ${label}`);
          await call(service, await menuPath(), MENU, 'Event', 'isvu', [
            hit.id,
            'clicked',
            new dbus.Variant('s', ''),
            0,
          ]);
        },
      };
    },
    stop() {
      bus.disconnect();
    },
  };
}
