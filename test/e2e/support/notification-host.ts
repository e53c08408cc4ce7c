import dbus from 'dbus-next';

/** What a desktop was asked to show. */
export interface ShownNotification {
  readonly id: number;
  readonly title: string;
  readonly body: string;
}

class Notifications extends dbus.interface.Interface {
  readonly shown: ShownNotification[] = [];
  readonly closed: number[] = [];

  Notify(
    _app: string,
    replaces: number,
    _icon: string,
    title: string,
    body: string,
    _actions: string[],
    _hints: unknown,
    _expires: number,
  ): number {
    const id = replaces || this.shown.length + 1;
    this.shown.push({ id, title, body });
    return id;
  }
  CloseNotification(id: number): void {
    this.closed.push(id);
  }
  GetCapabilities(): string[] {
    return ['body', 'actions'];
  }
  GetServerInformation(): string[] {
    return ['test', 'drawbridge', '1', '1.2'];
  }
  ActionInvoked(id: number, action: string): [number, string] {
    return [id, action];
  }
}

Notifications.configureMembers({
  methods: {
    Notify: { inSignature: 'susssasa{sv}i', outSignature: 'u' },
    CloseNotification: { inSignature: 'u' },
    GetCapabilities: { outSignature: 'as' },
    GetServerInformation: { outSignature: 'ssss' },
  },
  signals: { ActionInvoked: { signature: 'us' } },
});

export interface NotificationHost {
  readonly shown: readonly ShownNotification[];
  /** Ids of those taken back. */
  readonly closed: readonly number[];
  /** The person clicks it. */
  click(id: number): void;
  stop(): void;
}

/** A desktop's notifications: owns org.freedesktop.Notifications on a session bus. Must be there before the app shows one. */
export async function startNotificationHost(busAddress: string): Promise<NotificationHost> {
  const bus = dbus.sessionBus({ busAddress });
  const host = new Notifications('org.freedesktop.Notifications');
  bus.export('/org/freedesktop/Notifications', host);
  await bus.requestName('org.freedesktop.Notifications', 0);
  return {
    shown: host.shown,
    closed: host.closed,
    click: (id) => void host.ActionInvoked(id, 'default'),
    stop: () => bus.disconnect(),
  };
}
