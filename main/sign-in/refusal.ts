/** What the sign-in window did not let a page do. The person is told, because the page will not say why it stands still. */
export type Refusal =
  | { readonly kind: 'not-encrypted'; readonly host: string }
  | { readonly kind: 'scheme'; readonly scheme: string }
  | { readonly kind: 'address' }
  | { readonly kind: 'download'; readonly host: string }
  | { readonly kind: 'permission'; readonly what: AskedPermission }
  | { readonly kind: 'pop-ups' }
  | { readonly kind: 'client-certificate'; readonly host: string };

type AskedPermission =
  | 'camera'
  | 'location'
  | 'notifications'
  | 'clipboard'
  | 'screen'
  | 'fullscreen'
  | 'program'
  | 'device';

const asked: Readonly<Record<string, AskedPermission>> = {
  media: 'camera',
  geolocation: 'location',
  notifications: 'notifications',
  'clipboard-read': 'clipboard',
  'display-capture': 'screen',
  fullscreen: 'fullscreen',
  openExternal: 'program',
  hid: 'device',
  serial: 'device',
  usb: 'device',
};

/** All permissions are denied; those that a page asks for in the background, without the person's doing, are no news: null. */
export function refusedPermission(permission: string): Refusal | null {
  const what = asked[permission];
  return what ? { kind: 'permission', what } : null;
}
