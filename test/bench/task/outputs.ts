import fs from 'node:fs';
import path from 'node:path';

/** The five commands of the task, and what they print here: always the same, so that tokens can be compared. */
export const COMMANDS = ['uname -a', 'df -h', 'free -m', 'ls -la /etc', 'tail -n 200 /var/log/app.log'] as const;

const UNAME =
  'Linux web-01 6.8.0-45-generic #45-Ubuntu SMP PREEMPT_DYNAMIC Fri Aug 30 12:02:04 UTC 2024 x86_64 x86_64 x86_64 GNU/Linux\n';

const DF = `Filesystem                         Size  Used Avail Use% Mounted on
tmpfs                              1.6G  2.1M  1.6G   1% /run
/dev/mapper/ubuntu--vg-ubuntu--lv   98G   41G   53G  44% /
tmpfs                              7.8G     0  7.8G   0% /dev/shm
/dev/sda2                          2.0G  186M  1.6G  11% /boot
/dev/sda1                          1.1G  6.1M  1.1G   1% /boot/efi
/dev/mapper/data-var               295G  201G   80G  72% /var
`;

const FREE = `               total        used        free      shared  buff/cache   available
Mem:           15985        6213        1187         212        8925        9772
Swap:           4095         311        3784
`;

const ETC = `
adduser.conf alternatives apparmor apparmor.d apport apt bash.bashrc bash_completion.d bindresvport.blacklist binfmt.d
byobu ca-certificates ca-certificates.conf cloud cron.d cron.daily cron.hourly cron.monthly cron.weekly crontab
cryptsetup-initramfs crypttab dbus-1 debconf.conf debian_version default deluser.conf depmod.d dhcp dpkg e2scrub.conf
environment ethertypes fstab fwupd gai.conf groff group grub.d gshadow gss hdparm.conf host.conf hostname hosts
hosts.allow hosts.deny init.d initramfs-tools inputrc iproute2 iscsi issue issue.net kernel landscape ld.so.cache
ld.so.conf ld.so.conf.d ldap legal libaudit.conf libblockdev libnl-3 locale.alias locale.gen localtime logcheck
login.defs logrotate.conf logrotate.d lsb-release lvm machine-id magic manpath.config mdadm mime.types modprobe.d
modules mtab nanorc netplan networkd-dispatcher networks nginx nsswitch.conf os-release overlayroot.conf pam.conf
pam.d passwd perl pki pm pollinate polkit-1 profile profile.d protocols python3 resolv.conf rmt rpc rsyslog.conf
screenrc security selinux services shadow shells skel sos ssh ssl subgid subuid sudo.conf sudoers sudoers.d supercat
sysctl.conf sysctl.d systemd terminfo timezone tmpfiles.d ubuntu-advantage udev udisks2 ufw update-manager
update-motd.d vim vmware-tools wgetrc xattr.conf xdg zsh`
  .trim()
  .split(/\s+/);

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function etc(): string {
  const rows = ETC.map((name, at) => {
    const isFolder =
      !/[.-]?(conf|cache|list)$|passwd|shadow|group|hosts?$|name|id$|fstab|mtab|gen$/.test(name) && at % 3 !== 1;
    const size = isFolder ? 4_096 : ((at * 7_919) % 9_000) + 17;
    const day = String(((at * 5) % 28) + 1).padStart(2, ' ');
    const time = `${String(at % 24).padStart(2, '0')}:${String((at * 13) % 60).padStart(2, '0')}`;
    return `${isFolder ? 'drwxr-xr-x' : '-rw-r--r--'}  ${(at % 8) + 1} root root ${String(size).padStart(6)} ${MONTHS[at % 12]} ${day} ${time} ${name}`;
  });
  return [
    'total 1072',
    'drwxr-xr-x 134 root root  12288 Nov 20 06:51 .',
    'drwxr-xr-x  23 root root   4096 Aug  5 09:12 ..',
    ...rows,
    '',
  ].join('\n');
}

const PATHS = ['/api/v1/orders', '/api/v1/cart/items', '/static/app.js', '/healthz', '/api/v1/users/profile'];

/** Line `at` of a log of 300. */
function logLine(at: number): string {
  const second = 1_732_320_000 + at * 7;
  const time = new Date(second * 1_000).toISOString().replace('.000Z', 'Z');
  const level = at % 29 === 0 ? 'ERROR' : at % 11 === 0 ? 'WARN' : 'INFO';
  const status = level === 'ERROR' ? 502 : level === 'WARN' ? 429 : 200;
  return `${time} ${level} request served method=GET path=${PATHS[at % PATHS.length]} status=${status} ms=${(at * 37) % 900} client=10.1.${at % 7}.${(at * 11) % 250}`;
}

const log = (from: number): string =>
  `${Array.from({ length: 300 - from }, (_, at) => logLine(from + at)).join('\n')}\n`;

/** What the commands print, one after the other. */
export const taskOutputs = (): Readonly<Record<(typeof COMMANDS)[number], string>> => ({
  'uname -a': UNAME,
  'df -h': DF,
  'free -m': FREE,
  'ls -la /etc': etc(),
  'tail -n 200 /var/log/app.log': log(100),
});

/** Programs of these names that print so, in a folder for the front of PATH. */
export function writePrograms(folder: string): void {
  fs.mkdirSync(folder, { recursive: true });
  for (const [command, output] of Object.entries(taskOutputs())) {
    const [program = ''] = command.split(' ');
    fs.writeFileSync(path.join(folder, `${program}.txt`), output);
    fs.writeFileSync(path.join(folder, program), `#!/bin/sh\nexec cat "${path.join(folder, program)}.txt"\n`, {
      mode: 0o755,
    });
  }
}
