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
  join: '{{first}}{{second}}',
  range: '{{min}} 到 {{max}}。',
  fromEnvironment: 'Drawbridge 运行期间由 {{variable}} 决定。',
  bundledFont: 'JetBrains Mono',
  shortcut: {
    title: '快捷键',
    everywhere: '在这台电脑的任何位置',
    inWindow: '在窗口中',
    allow: '允许问题所请求的操作',
    none: '无',
    press: '请按键',
    clear: '清除',
    tooCommon: '请加上 Ctrl、Alt 等键。',
    taken: '这组按键已被其他程序或桌面占用。请换一组。',
    notHeld: '未生效',
    belongs: '这组按键属于其他程序或桌面。',
    other: '请换一组按键。',
  },
  keychain: {
    keychain: '在这台电脑的钥匙串中',
    keychainText: 'Drawbridge 的文件已加密；密钥在钥匙串里，只有你的账户能打开。',
    'kernel-keyring': '在内核密钥环中',
    'kernel-keyringText':
      '这台电脑没有钥匙串，因此 Drawbridge 加密文件的密钥放在内核中。你从这台电脑注销后，密钥即消失。',
    'memory-only': '只在内存中',
    survives: '重启后仍有效',
    signInEachTime: '每次启动后需登录',
    why: {
      ok: '任何机密都不会写入磁盘。',
      locked: '钥匙串已锁定。解锁之前，任何机密都不会写入磁盘。',
      'no-keychain': '这台电脑没有钥匙串，任何机密都不会写入磁盘。在 Linux 上，GNOME Keyring 或 KWallet 可提供钥匙串。',
      failed: '有钥匙串，但无法使用。任何机密都不会写入磁盘；运行日志中有更多信息。',
    },
    keptThere: '其中保存的内容',
    keptUntilQuit: '保留到 Drawbridge 退出为止的内容',
    kept: {
      sessions: '各站点的会话',
      sessionsText: 'JumpServer 用来识别你的 Cookie，直到会话结束。',
      keys: 'REST 密钥',
      keysText: '用于会话结束后仍可查找资产的站点。',
      proxies: '代理的密码',
      proxiesText: '仅限曾要求你输入密码的代理。',
      seals: '封印',
      sealsText: 'Drawbridge 据此发现你接受或决定过的内容是否被他人改动。',
    },
    never: '从不保存：你的 JumpServer 密码、一次性验证码，以及你在终端中输入的密码。',
  },
  updates: {
    title: '更新',
    now: '当前为 Drawbridge {{version}}',
    none: '它不会检查新版本，也不会为此向任何地方发送信息。',
    how: '如何更新',
    howText: '退出 Drawbridge，用新版本替换旧版本，然后启动。智能体会自动重新连接。',
    journal: '设置、策略和操作日志都保持不变；有钥匙串时，登录状态也会保留。',
  },
  about: {
    licence: 'Apache License 2.0 许可。字体采用 SIL Open Font License。',
    testRuntime: '仅供练习站点和测试使用的旧版 Electron，不得用于真实的 JumpServer。',
    diagnostics: '诊断信息',
    diagnosticsText: '版本、状态和数量，不含名称、地址、命令或机密。',
  },
  of: {
    shortcuts: {
      raise: { title: '升起吊桥', text: '立即停止所有智能体，无论前台是哪个窗口。' },
    },
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
      fontSize: { title: '字号', text: '单位为像素，用于放大查看的终端。' },
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
    files: {
      sessions: { title: '文件会话总数', text: '达到上限时会关闭空闲最久的一个。' },
      idleMinutes: { title: '文件会话空闲多少分钟后关闭', text: '下一次调用会重新打开。' },
    },
    recordings: {
      on: { title: '录制终端', text: '加密保存每个终端的输出，可在此回放。密码提示处输入的内容不会被录下。' },
      days: { title: '录像保留天数', text: '更早的会被删除。' },
      totalMb: { title: '录像总大小上限（MB）', text: '超出时删除最早的录像。' },
      terminalMb: { title: '单个终端录制上限（MB）', text: '按压缩前的文本计算。' },
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
