"""Opens HTML reports in a real Chromium and checks what only a browser can tell.

    .ci/browser.py BINARY [--pictures DIR]

Each report is opened at 1280, 768 and 360 pixels, light and dark, and printed. Checked: nothing is
requested, nothing breaks the page's own policy, nothing is said on the console, no script runs and
no element stands there that the program did not write, no page is wider than its window, every
link has its target, text has the contrast of WCAG AA, the Tab key goes through the page in reading
order from the skip link on, folded parts are printed, citations open in place, and, where npm can
fetch it, axe-core finds nothing. A page made faulty on purpose must fail
each of these checks. Needs Chromium and nothing beyond Python's own library.
"""

import base64
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-extensions --hide-scrollbars --remote-debugging-pipe"
).split()

XSS = [
    "<script>document.title='ran'</script>",
    "<img src=x onerror=\"document.title='ran'\">",
    "\"><svg onload=\"document.title='ran'\">",
    "</pre></code></style><iframe srcdoc=\"<script>parent.document.title='ran'</script>\">",
    "'-->]]><a href=\"javascript:document.title='ran'\">x</a>",
    "<base href=//192.0.2.1/><link rel=stylesheet href=//192.0.2.1/x.css>",
    "<style>*{display:none}</style><form action=//192.0.2.1/><input autofocus>",
]


class Chromium:
    """A browser at the other end of two pipes."""

    def __init__(self, program, folder):
        to_read, self.send_fd = os.pipe()
        self.read_fd, to_write = os.pipe()

        def wire():
            # the browser reads from 3 and writes to 4
            a, b = os.dup(to_read), os.dup(to_write)
            os.dup2(a, 3)
            os.dup2(b, 4)
            os.set_inheritable(3, True)
            os.set_inheritable(4, True)

        self.process = subprocess.Popen(
            [program, *FLAGS, f"--user-data-dir={folder}", "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, close_fds=False, preexec_fn=wire)
        os.close(to_read)
        os.close(to_write)
        self.buffer, self.number, self.events = b"", 0, []
        targets = self.call("Target.getTargets")["targetInfos"]
        page = next(t for t in targets if t["type"] == "page")
        self.session = self.call("Target.attachToTarget", targetId=page["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.page(f"{domain}.enable")

    def read(self):
        while b"\0" not in self.buffer:
            more = os.read(self.read_fd, 1 << 20)
            if not more:
                raise SystemExit("the browser went away")
            self.buffer += more
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, session=None, **params):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        os.write(self.send_fd, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise SystemExit(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def page(self, method, **params):
        return self.call(method, session=self.session, **params)

    def evaluate(self, expression):
        result = self.page("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise SystemExit(f"check itself failed: {result['exceptionDetails']}")
        return result["result"].get("value")

    def open(self, path, width, dark):
        self.page("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.page("Emulation.setEmulatedMedia", media="", features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
        self.page("Page.navigate", url="about:blank")
        self.evaluate("1")
        self.events = []
        self.page("Page.navigate", url=path.as_uri())
        until = time.time() + 30
        while self.evaluate("document.readyState + location.href") != f"complete{path.as_uri()}":
            if time.time() > until:
                raise SystemExit(f"{path} does not load")
            time.sleep(0.02)
        time.sleep(0.05)
        self.evaluate("1")

    def close(self):
        self.call("Browser.close")
        self.process.wait(timeout=20)


STRUCTURE = """(() => {
  const wrong = [];
  const known = new Set('HTML HEAD META TITLE STYLE BODY A DIV HEADER NAV MAIN SECTION H1 H2 H3 H4 P UL OL LI DL DT DD SPAN B STRONG CODE PRE TABLE THEAD TBODY TR TH TD DETAILS SUMMARY BUTTON FIGURE FIGCAPTION svg a g path rect circle line text title'.split(' '));
  for (const e of document.querySelectorAll('*')) {
    if (!known.has(e.tagName)) wrong.push('element ' + e.tagName);
    for (const a of e.attributes) {
      if (/^(on|style$|src|srcdoc|srcset|action|formaction|background|ping)/i.test(a.name)) wrong.push('attribute ' + a.name);
      if (a.name.endsWith('href') && !a.value.startsWith('#')) wrong.push('link to ' + a.value);
    }
  }
  const ids = new Set();
  for (const e of document.querySelectorAll('[id]')) { if (ids.has(e.id)) wrong.push('id twice: ' + e.id); ids.add(e.id); }
  for (const a of document.querySelectorAll('[href]')) if (!ids.has(a.getAttribute('href').slice(1))) wrong.push('dead link ' + a.getAttribute('href'));
  if (document.title === 'ran') wrong.push('script ran');
  for (const need of ['h1', 'main', 'header', 'nav[aria-label]', 'html[lang]', 'a.skip']) if (!document.querySelector(need)) wrong.push('no ' + need);
  return [...new Set(wrong)].slice(0, 12);
})()"""

OVERFLOW = """(() => {
  const wrong = [], width = window.innerWidth;
  if (document.documentElement.scrollWidth > width) wrong.push('page is ' + document.documentElement.scrollWidth + ' wide in ' + width);
  for (const e of document.querySelectorAll('main *, header *')) {
    if (e.parentElement.closest('.scroll, pre')) continue;
    const r = e.getBoundingClientRect();
    if (r.width > 1 && r.right > width + 1 && r.left > -100) wrong.push(e.tagName + ' reaches ' + Math.round(r.right) + ': ' + e.textContent.slice(0, 40));
  }
  return wrong.slice(0, 5);
})()"""

CONTRAST = """(() => {
  const wrong = new Set();
  const parse = c => { const m = c.match(/[\\d.]+/g).map(Number); return {r: m[0], g: m[1], b: m[2], a: m.length > 3 ? m[3] : 1}; };
  const light = c => { const f = v => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }; return 0.2126 * f(c.r) + 0.7152 * f(c.g) + 0.0722 * f(c.b); };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let n;
  while (n = walk.nextNode()) {
    if (!n.data.trim()) continue;
    const e = n.parentElement;
    if (!e.getClientRects().length || e.closest('title')) continue;
    const style = getComputedStyle(e), svg = e.namespaceURI.endsWith('svg');
    const ink = parse(svg ? style.fill : style.color);
    let ground = null;
    if (e.matches('.no')) ground = parse(getComputedStyle(e.previousElementSibling).fill);
    for (let p = e; p && !ground; p = p.parentElement) { const c = parse(getComputedStyle(p).backgroundColor); if (c.a === 1) ground = c; }
    ground = ground || {r: 255, g: 255, b: 255};
    const a = light(ink), b = light(ground), ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) wrong.add(e.tagName + '.' + (e.getAttribute('class') || '') + ' ' + ratio.toFixed(2));
  }
  return [...wrong].slice(0, 8);
})()"""


AXE = """axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v =>
  v.id + ' (' + v.nodes.length + '): ' + v.nodes[0].html.slice(0, 160)))"""

OPENS = """(() => {
  const button = document.querySelector('button[popovertarget]');
  if (!button) return [];
  const target = document.getElementById(button.getAttribute('popovertarget'));
  button.click();
  const open = target && target.matches(':popover-open');
  if (open) target.hidePopover();
  return open ? [] : ['a citation does not open in place'];
})()"""


def fetched_axe(folder):
    """The text of axe-core, which nobody keeps beside this: fetched by npm where that can be done."""
    if not shutil.which("npm"):
        return None
    folder.mkdir()
    run = subprocess.run(["npm", "pack", "axe-core", "--silent"], cwd=folder, capture_output=True, text=True, timeout=120)
    packed = next(folder.glob("axe-core-*.tgz"), None)
    if run.returncode or not packed:
        return None
    with tarfile.open(packed) as archive:
        return archive.extractfile("package/axe.min.js").read().decode()


def noise(browser):
    """What was requested and said beyond the document itself."""
    wrong = []
    for event in browser.events:
        method, params = event.get("method"), event.get("params", {})
        if method == "Network.requestWillBeSent" and params.get("type") != "Document":
            wrong.append(f"requested {params['request']['url'][:80]}")
        elif method == "Log.entryAdded":
            wrong.append(f"log: {params['entry']['text'][:160]}")
        elif method in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Page.javascriptDialogOpening"):
            wrong.append(f"{method}: {json.dumps(params)[:160]}")
    return wrong


def press(browser, key, code):
    for kind in ("rawKeyDown", "keyUp"):
        text = {"text": "\r"} if key == "Enter" and kind == "rawKeyDown" else {}
        browser.page("Input.dispatchKeyEvent", type="keyDown" if text else kind, key=key, code=key, windowsVirtualKeyCode=code, **text)


def keyboard(browser):
    """Whether Tab goes through the page in its order, visibly, from the skip link on."""
    wrong = []
    browser.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    order = "(() => { const e = document.activeElement; const all = [...document.querySelectorAll('*')]; const s = getComputedStyle(e.closest('svg') && e.querySelector('.m') || e);" \
            "return [e.tagName + '.' + (e.getAttribute('class') || ''), all.indexOf(e), s.outlineStyle !== 'none' || s.strokeWidth === '3px' || e.tagName === 'MAIN']; })()"
    places = []
    for step in range(60):
        press(browser, "Tab", 9)
        name, place, seen = browser.evaluate(order)
        if name.startswith("BODY") or step and name == "A.skip":
            break
        if step == 0 and name != "A.skip":
            wrong.append(f"Tab begins at {name}")
        if not seen:
            wrong.append(f"focus on {name} cannot be seen")
        if places and place <= places[-1]:
            wrong.append(f"Tab goes backwards at {name}")
        places.append(place)
    # a page that cites nothing has its eight links and sections
    if len(places) < (10 if browser.evaluate("!!document.getElementById('citations')") else 8):
        wrong.append(f"Tab reaches {len(places)} places only")
    browser.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    browser.evaluate("document.querySelector('a.skip').focus()")
    press(browser, "Enter", 13)
    time.sleep(0.1)
    if browser.evaluate("location.hash") != "#content":
        wrong.append("the skip link does not skip")
    return wrong


def printed(browser, path, pictures):
    """Whether it prints, folded parts and all."""
    pdf = base64.b64decode(browser.page("Page.printToPDF", printBackground=True, preferCSSPageSize=True, paperWidth=8.27, paperHeight=11.69)["data"])
    if pictures:
        (pictures / f"{path.stem}.pdf").write_bytes(pdf)
    wrong = [] if pdf.startswith(b"%PDF") and len(re.findall(rb"/Type\s*/Page\b", pdf)) >= 2 else ["it does not print"]
    browser.page("Emulation.setEmulatedMedia", media="print")
    hidden = browser.evaluate("[...document.querySelectorAll('details')].filter(d => d.lastElementChild.getBoundingClientRect().height < 5).length")
    browser.page("Emulation.setEmulatedMedia", media="")
    if hidden:
        wrong.append(f"{hidden} folded parts are not printed")
    return wrong


def check(browser, path, pictures, axe):
    """All that is wrong with a page."""
    wrong = []
    for width, dark in ((1280, False), (1280, True), (768, False), (768, True), (360, False), (360, True)):
        browser.open(path, width, dark)
        name = f"{width} {'dark' if dark else 'light'}"
        wrong += [f"{name}: {w}" for w in noise(browser) + browser.evaluate(OVERFLOW) + browser.evaluate(CONTRAST)]
        if pictures:
            shot = browser.page("Page.captureScreenshot", format="png", captureBeyondViewport=True)["data"]
            (pictures / f"{path.stem}-{width}-{'dark' if dark else 'light'}.png").write_bytes(base64.b64decode(shot))
        if axe:
            browser.evaluate(f"{axe};1")
            wrong += [f"{name}: axe: {w}" for w in browser.evaluate(AXE)]
        if (width, dark) == (1280, False):
            wrong += browser.evaluate(OPENS) + browser.evaluate(STRUCTURE) + keyboard(browser) + printed(browser, path, pictures)
    return wrong


def hostile(folder):
    """Evidence in which every line tries to be markup."""
    folder.mkdir(parents=True)
    lines, history = [], []
    for number, nasty in enumerate(XSS * 3):
        at = f"2025-10-27 06:2{number % 8}:{number:02}"
        lines.append(f"[{at}] production.ERROR: SQLSTATE[42S02]: Base table or view not found: 1146 Table 'shop.{nasty}' doesn't exist (SQL: select * from `{nasty}`) ")
        history.append(f"#{1761542400 + number}\necho {nasty}")
    drop = ",".join(f"`{nasty.replace('`', '')} {n}`" for n, nasty in enumerate(XSS)) + ",`users`,`orders`,`migrations`"
    lines.append('[2025-10-27 06:28:23] production.WARNING: SLOW QUERY DETECTED {"sql":' + json.dumps(f"drop table {drop}") + ',"time_ms":2000.1} ')
    history.append("#1761546500\nphp artisan migrate:fresh # <script>document.title='ran'</script>")
    (folder / "laravel <b onclick=x>.log").write_text("\n".join(lines) + "\n")
    (folder / "home" / "<img src=x onerror=y>").mkdir(parents=True)
    (folder / "home" / "<img src=x onerror=y>" / ".bash_history").write_text("\n".join(history) + "\n")


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    pictures = pathlib.Path(sys.argv[3]).resolve() if len(sys.argv) > 3 and sys.argv[2] == "--pictures" else None
    program = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)
    if not program:
        raise SystemExit("no Chromium here: apt-get install -y chromium")
    here = pathlib.Path(__file__).resolve().parent.parent
    # pages of one kind look alike: every third shows what there is, at three widths and in two schemes
    folders = {p.parent.name: p for p in sorted((here / "samples" / "cases").glob("*/evidence"))[::3]}
    for case in ("migrate-fresh-by-hand", "two-incidents-one-day", "server-crash", "benign-release-day"):
        beside = here.parent / "shared" / "corpus" / case / "evidence"
        if beside.is_dir():
            folders[f"corpus-{case}"] = beside
    work = pathlib.Path(tempfile.mkdtemp(prefix="backtrail-browser-"))
    try:
        hostile(work / "hostile")
        folders["hostile"] = work / "hostile"
        pages = []
        for name, folder in folders.items():
            page = work / f"{name}.html"
            subprocess.run([binary, "analyze", folder, "-o", page, "--quiet"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            pages.append(page)
        # the control: what the checks are there to find must be found
        faulty = work / "faulty.html"
        text = pages[-1].read_text()
        bad = ("<script>document.title='ran'</script><img src='http://192.0.2.1/x.png'><p style='min-width:3000px'>wide</p>"
               "<p class='human' id='content'><span class='badge'>pale</span></p><a href='#nowhere'>x</a><a href='https://example.org/' tabindex='1'>y</a>")
        faulty.write_text(text.replace("</main>", bad + "</main>"))
        axe = fetched_axe(work / "axe")
        print("axe-core: fetched" if axe else "axe-core: skipped, npm cannot fetch it here")
        browser = Chromium(program, work / "profile")
        failed = 0
        for page in pages:
            wrong = check(browser, page, pictures, axe)
            size = page.stat().st_size
            if size > 1_500_000:
                wrong.append(f"{size} bytes are too many")
            print(f"{'FAILED' if wrong else 'ok'}  {page.stem}, {size // 1024} KiB")
            for one in dict.fromkeys(wrong):
                print(f"        {one}")
            failed += bool(wrong)
        found = "\n".join(check(browser, faulty, None, axe))
        for need in ("element SCRIPT", "attribute src", "attribute style", "dead link #nowhere", "link to https://example.org/", "id twice", "log: ", "Tab begins at"):
            if need not in found:
                print(f"FAILED  the faulty page passes the check for: {need}")
                failed += 1
        # with its policy taken away, the faulty page must be seen to run, to load and to be too wide
        faulty.write_text(re.sub(r"<meta http-equiv=[^>]*>", "", faulty.read_text()))
        found = "\n".join(check(browser, faulty, None, axe))
        for need in ("script ran", "requested http://192.0.2.1/", "page is 3"):
            if need not in found:
                print(f"FAILED  the unguarded page passes the check for: {need}")
                failed += 1
        browser.close()
        if failed:
            raise SystemExit(1)
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
