/**
 * What main says of errors, by its English sentence; {0}, {1} … are what it puts in. Sentences that only agents read have no entry: where one
 * comes to the window all the same, it says the kind of error in Chinese and the sentence in English.
 */
export const errorSentencesZhCN: Readonly<Record<string, string>> = {
  "This agent's environment (ORG_ID) names “{0}”, which is none of this person's organisations on the site.":
    '该智能体的环境变量 (ORG_ID) 指定了“{0}”，它不是你在此站点上的组织。',
  'Correct ORG_ID (an id, or a name), then start the agent again.':
    '请改正 ORG_ID（ID 或名称），然后重新启动该智能体。',
  'Drawbridge already asks whether to take over a state file.': 'Drawbridge 正在询问是否接管一个状态文件。',
  'Answer that question in the window first.': '请先在窗口中回答那个问题。',
  'Nothing was taken over: the person said no.': '没有接管任何内容：你选择了不接管。',
  'Nothing changed, here and on the site.': '这里和站点上都没有改动。',
  'Nothing was taken over: nobody answered within 5 minutes.': '没有接管任何内容：5 分钟内无人回答。',
  'Start it again, and answer in the Drawbridge window.': '请重新开始，并在 Drawbridge 窗口中回答。',
  'Nothing was taken over: there is no window to ask in, or too many questions wait in it.':
    '没有接管任何内容：没有可以询问的窗口，或等待回答的问题过多。',
  'Take it over where there is a display; here, sign in by `drawbridge login --text`.':
    '请在有显示器的地方接管；在这里请用 `drawbridge login --text` 登录。',
  '{0} cannot be changed: {1}.': '无法更改 {0}：{1}。',
  'Let Drawbridge write that folder, then switch again.': '请让 Drawbridge 能写入那个文件夹，然后再切换一次。',
  '{0} needs the window, and this Drawbridge runs without a display.':
    '{0}需要窗口，而这个 Drawbridge 运行在没有显示器的环境中。',
  'The practice site did not start: {0}': '练习站点没有启动：{0}',
  'Open the log folder from Settings and report it.': '请从设置中打开日志文件夹并反馈。',
  '{0} belongs to another program, or to the desktop.': '{0} 已被其他程序或桌面占用。',
  'Press other keys.': '请换一组按键。',
  'This Drawbridge runs on a test build of Electron, which is for the practice site only.':
    '这个 Drawbridge 运行在测试版 Electron 上，只能用于练习站点。',
  'Start it with `npm run app` on a machine that can download Electron (ELECTRON_MIRROR names a mirror), or install a release.':
    '请在能下载 Electron 的机器上用 `npm run app` 启动（可用 ELECTRON_MIRROR 指定镜像），或安装正式版。',
  'This computer does not trust the certificate of {0} ({1}).': '这台电脑不信任 {0} 的证书（{1}）。',
  '{0} cannot be reached: {1}.': '无法连接 {0}：{1}。',
  'Check the network, the VPN and the address; Drawbridge tries again by itself.':
    '请检查网络、VPN 和地址；Drawbridge 会自动重试。',
  'The proxy {0} stands in the way: {1}.': '代理 {0} 阻断了连接：{1}。',
  'Check the proxy in the system settings, press "Sign in" to be asked for its password, or ask whoever runs it.':
    '请检查系统设置中的代理；按“登录”可输入代理密码；或询问代理的管理者。',
  'Terminals cannot go through the proxy that the system names ({0}).': '终端无法通过系统指定的代理（{0}）连接。',
  'Use an HTTP or a SOCKS5 proxy for this site, or connect directly.':
    '请为这个站点使用 HTTP 或 SOCKS5 代理，或直接连接。',
  'Drawbridge met a fault of its own.': 'Drawbridge 自身出错了。',
  'Try once more; if it happens again, open the log folder from the window and report it.':
    '请再试一次；若再次发生，请从窗口打开日志文件夹并反馈。',
  'The journal cannot be written, so nothing new is run for agents.': '日志无法写入，因此不再为智能体运行新的命令。',
  'Make room or mend the rights of {0}; it goes on by itself then.': '请腾出空间或修正 {0} 的权限，之后会自动继续。',
  'The journal cannot be read.': '日志无法读取。',
  'Mend the rights of {0}, then try again.': '请修正 {0} 的权限后重试。',
  'This terminal is still recorded.': '这个终端仍在录制。',
  'Close the terminal first.': '请先关闭终端。',
  'There is no recording of this terminal any more.': '这个终端的录像已不存在。',
  'It was deleted, or was older or more than the settings keep.': '它已被删除，或超出了设置中的保留天数或大小。',
  'The recording cannot be read. {0}': '录像无法读取。{0}',
  'Create and delete access keys on the site itself; report this with the JumpServer version.':
    '请在站点上创建和删除访问密钥，并附上 JumpServer 版本反馈此问题。',
  '"{0}" is not an address.': '“{0}”不是一个地址。',
  'Enter the address of the JumpServer login page, such as https://jump.example.com.':
    '请输入 JumpServer 登录页的地址，例如 https://jump.example.com。',
  '{0}//{1} is not encrypted; cookies and passwords could be read on the way.':
    '{0}//{1} 没有加密，途中可能被读取 Cookie 和密码。',
  'Use the https address of the site.': '请使用站点的 https 地址。',
  'Check the address, the network and the VPN.': '请检查地址、网络和 VPN。',
  '{0} answers {1}: JumpServer or the proxy before it is in trouble.':
    '{0} 返回 {1}：JumpServer 或其前面的代理有问题。',
  'Try again in a minute; if it lasts, tell the JumpServer administrator.':
    '请一分钟后重试；若一直如此，请告知 JumpServer 管理员。',
  '{0} answers, but it is not a JumpServer.': '{0} 有响应，但不是 JumpServer。',
  'Check the address: it is the one you use to sign in to JumpServer in a browser.':
    '请检查地址，它应与你在浏览器中登录 JumpServer 的地址相同。',
  'JumpServer answered in a way that Drawbridge does not know when asked to {0}.':
    'JumpServer 的回应无法识别（请求：{0}）。',
  '{0} did not answer within {1} s.': '{0} 在 {1} 秒内没有响应。',
  'JumpServer wants an approval before anyone opens a terminal on this asset.':
    'JumpServer 要求先获得批准，才能在这个资产上打开终端。',
  'Report this with the JumpServer version; versions 3.10 and newer are supported.':
    '请附上 JumpServer 版本反馈；支持 3.10 及以上版本。',
  'Check the network and the VPN, then try again.': '请检查网络和 VPN，然后重试。',
  'JumpServer refuses to open this terminal: {0}.': 'JumpServer 拒绝打开这个终端：{0}。',
  'KoKo refused the connection: {0}.': 'KoKo 拒绝了连接：{0}。',
  'Open the terminal again; a new connection token is taken each time.': '请重新打开终端，每次都会使用新的连接令牌。',
  'The site sent the {0} connection to its login page.': '站点把 {0} 连接转到了登录页。',
  'The site answered the {0} connection with HTTP {1}.': '站点对 {0} 连接返回了 HTTP {1}。',
  'Sign in to the site again in Drawbridge.': '请在 Drawbridge 中重新登录站点。',
  'Try again in a minute.': '请一分钟后重试。',
  'The {0} connection to the site could not be made.': '无法建立到站点的 {0} 连接。',
  'Check the network and the proxy, then try again.': '请检查网络和代理，然后重试。',
  '{0} has no REST key any more.': '{0} 已没有 REST 密钥。',
  '{0} took the confirmation and asks for it again.': '{0} 接受了确认，却又要求再次确认。',
  'Make sure that the site lets this user create API keys; the JumpServer administrator knows.':
    '请确认站点允许这个用户创建 API 密钥，可询问 JumpServer 管理员。',
  'The key that {0} made belongs to {1}, not to {2}.': '{0} 创建的密钥属于 {1}，而不是 {2}。',
  'Sign out and in again, then turn the REST key on once more.': '请退出并重新登录，然后再次开启 REST 密钥。',
  'Nobody is signed in to {0}.': '尚未登录 {0}。',
  'Sign in first, then turn the REST key on.': '请先登录，再开启 REST 密钥。',
  '{0} did not take {1} answers: {2}': '{0} 没有接受 {1} 次回答：{2}',
  'Find the right password or code first; more tries may lock the account.':
    '请先确认正确的密码或验证码；继续尝试可能会锁定账户。',
  'Turn the REST key on again when it suits you.': '方便时可再次开启 REST 密钥。',
  'The site wants a fresh sign-in before it makes a key.': '站点要求重新登录后才能创建密钥。',
  'Sign out and in again, then turn the REST key on within five minutes.':
    '请退出并重新登录，然后在五分钟内开启 REST 密钥。',
  'The site wants a proof that cannot be typed, such as a face or a passkey.':
    '站点要求无法键入的验证方式，例如人脸或通行密钥。',
  'A REST key cannot be made from here for this user.': '无法在这里为这个用户创建 REST 密钥。',
  'The person closed the sign-in window of {0}.': '{0} 的登录窗口已被关闭。',
  'The person has signed out of {0}.': '你已退出 {0}。',
  'Nobody is signed in to {0}, and this Drawbridge runs without a display.':
    '尚未登录 {0}，而这个 Drawbridge 运行在没有显示器的环境中。',
  "A sign-in to {0} is open already, in Drawbridge's window or in another terminal.":
    '{0} 的登录已在进行中，在 Drawbridge 的窗口或另一个终端里。',
  'Finish that one or close it, then try again.': '请先完成或关闭它，然后重试。',
  "The person signs in to {0} in Drawbridge's window instead.": '{0} 改为在 Drawbridge 的窗口中登录。',
  'Finish it there.': '请在那里完成。',
  'Signing in to {0} did not succeed: {1}': '登录 {0} 没有成功：{1}',
  'Drawbridge keeps trying; try again in a minute.': 'Drawbridge 会继续尝试；请一分钟后重试。',
  'Drawbridge is closing.': 'Drawbridge 正在关闭。',
  'Start it again.': '请重新启动。',
  'No JumpServer has been added to Drawbridge yet.': '还没有添加任何 JumpServer。',
  'The certificate of {0} was not accepted, so the site was not added.': '{0} 的证书未被接受，因此没有添加站点。',
  'Compare its fingerprint with the one that the administrator of the site names, and add it again.':
    '请与站点管理员核对指纹，然后重新添加。',
  'There is no such terminal among yours.': '没有这个终端。',
  'Terminal {0} is busy: {1}.': '终端 {0} 正忙：{1}。',
  'The terminal was locked by {0}; JumpServer drops all input until it is unlocked.':
    '终端被 {0} 锁定；解锁之前 JumpServer 会丢弃所有输入。',
  'Wait, and ask that person to unlock the session in JumpServer.': '请等待，并请对方在 JumpServer 中解锁会话。',
  'This terminal is in the hands of its agent.': '这个终端正由它的智能体操作。',
  'Take it over first.': '请先接管。',
  'The terminal does not take any more keys now.': '终端现在不接受更多按键。',
  'Wait a moment, then type again.': '请稍等片刻再输入。',
  'Nothing was pasted: the text has control characters or a line over 1,000 bytes, or the prompt did not come back.':
    '没有粘贴：文本含有控制字符或超过 1,000 字节的行，或提示符没有返回。',
  'Paste plain text, line by line.': '请逐行粘贴纯文本。',
  'The terminal is closed: {0}': '终端已关闭：{0}',
  'Open a new terminal; what ran in the old one is not repeated by itself.':
    '请打开新的终端；旧终端中运行过的不会自动重做。',
  'The terminal gateway (KoKo) turns this web session away, although the site itself accepts it.':
    '终端网关（KoKo）拒绝了这个网页会话，尽管站点本身接受它。',
  'Try again in a minute; if it lasts, the JumpServer administrator should look at KoKo and the proxy before it.':
    '请一分钟后重试；若一直如此，请 JumpServer 管理员检查 KoKo 及其前面的代理。',
  'JumpServer is throttled and wants {0} s of quiet; the terminal was not opened.':
    'JumpServer 正在限流，要求等待 {0} 秒；终端没有打开。',
  'The opening was given up, because nobody waits for it.': '打开已放弃，因为没有人在等待。',
  'This is a device or console, not a shell that Drawbridge could teach; it takes one line at a time.':
    '这是设备或控制台，不是 Drawbridge 能够集成的 shell，一次只接受一行。',
  'Nothing runs in this terminal.': '这个终端里没有正在运行的命令。',
  'Go on with the next command.': '可以继续下一条命令。',
  'The saved sign-ins cannot be read or written.': '已保存的登录无法读取或写入。',
  'Make room or mend the rights of {0}; until then sign in again after each start.':
    '请腾出空间或修正 {0} 的权限；在此之前每次启动后都要重新登录。',
  'This permission is over already.': '这项许可已经结束。',
  'Nothing is left to do: the next such command is asked about.': '无需再做什么：下一条这样的命令会再次询问。',
  'There is no client {0}.': '没有客户端 {0}。',
  'Close and open the window.': '请关闭并重新打开窗口。',
  'Nothing was pasted: several lines are shown before they are typed.': '没有粘贴：多行文本在输入前会先显示出来。',
  'Paste again, and look at the lines.': '请重新粘贴，并查看这些行。',
  'The link was not opened: {0}.': '没有打开链接：{0}。',
  'Copy it instead, if you trust it.': '如果你信任它，可以改为复制。',
  '{0} is in your list already, as "{1}".': '{0} 已在列表中，名为“{1}”。',
  'Sign in to it there; to add it afresh, remove it first.': '请在那里登录；若要重新添加，请先移除。',
  'Whoever asked is not waiting any more.': '提出请求的一方已不再等待。',
  'Nothing is left to do; it is asked again when it is needed again.': '无需再做什么；需要时会再次询问。',
  'The window asked for something outside its contract: {0}.': '窗口请求了约定之外的内容：{0}。',
  'Close and open the window; report it if it happens again.': '请关闭并重新打开窗口；若再次发生请反馈。',
};
