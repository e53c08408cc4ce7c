/** 与 setting-en.ts 的键相同。 */
export const settingZhCN = {
  group: {
    text: '终端中的文字',
    limits: '智能体的终端',
    sessions: '会话',
    tray: '通知与托盘',
    running: '运行',
    noTray: '此桌面不显示托盘图标，因此关闭窗口时改为最小化。在 GNOME 上，扩展 AppIndicator Support 可添加托盘。',
    notify: '出现以下情况时通知我',
  },
  notUsed: '“{{typed}}”未被采用。',
  give: {
    number: '请填写 {{min}} 到 {{max}} 之间的整数。',
    text: '请填写不超过 {{max}} 个字母、数字、空格、点或连字符。',
  },
  range: '{{min}} 到 {{max}}。',
  fromEnvironment: 'Drawbridge 运行期间由 {{variable}} 决定。',
  bundledFont: 'JetBrains Mono',
  of: {
    language: {
      title: '语言',
      text: '用于窗口、托盘、通知以及登录页面上方的地址栏。',
      options: { system: '跟随这台电脑', en: 'English', 'zh-CN': '简体中文' },
    },
    theme: {
      title: '配色',
      text: '用于 Drawbridge 的所有窗口。',
      options: { system: '跟随这台电脑', light: '浅色', dark: '深色' },
    },
    window: {
      onClose: {
        title: '关闭窗口时',
        text: '留在托盘时，智能体继续工作，需要你时会通知你。',
        options: { ask: '询问', keep: '继续运行', quit: '退出' },
      },
      autostart: {
        title: '随这台电脑启动',
        text: '你登录这台电脑后，Drawbridge 在后台启动，不显示窗口。',
      },
    },
    notifications: {
      expiry: { title: '会话即将结束', text: '可直接从通知重新登录。' },
      requests: { title: '有事等你处理', text: '有问题要你回答，或智能体需要你登录。' },
      ended: { title: '会话已结束', text: '已打开的终端不受影响；智能体无法打开新终端。' },
    },
    keepAliveWhileIdleMinutes: {
      title: '会话保持多少分钟',
      text: '你和智能体都超过这段时间没有操作后，会话可能到期。',
    },
    terminals: {
      fontSize: { title: '字号', text: '单位为像素。终端墙上的格子小一号。' },
      fontFamily: { title: '字体', text: '这台电脑上某个等宽字体的名称；留空则使用自带字体。' },
      scrollback: { title: '可回看的行数', text: '用于放大查看的终端。' },
      perAgent: {
        title: '每个智能体可打开的终端数',
        text: '达到上限时会关闭它自己空闲最久的终端，否则等待。',
      },
      inAll: { title: '终端总数', text: '所有智能体合计。' },
      idleMinutes: {
        title: '终端空闲多少分钟后关闭',
        text: '关闭前会告知智能体。正在运行的，或你在这里打开着的，不会关闭。',
      },
    },
    openingPacing: {
      atOnce: {
        title: '每个站点同时打开的终端数',
        text: 'JumpServer 的所有用户共用一个额度；过多可能使他人丢失审计记录。',
      },
      perMinute: {
        title: '每个站点每分钟打开的终端数',
        text: '超过后智能体按顺序等待，并会得知要等多久。',
      },
    },
  },
} as const;
