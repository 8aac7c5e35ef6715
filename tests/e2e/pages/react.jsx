// A portal page of React: controlled fields, closed until Modify, and a model that is shown beside them.
import { useState } from 'react';
import { createRoot } from 'react-dom/client';

function Row({ label, id, children }) {
  return <div className="row"><label htmlFor={id}>{label}</label>{children}</div>;
}

function MsAad() {
  const [open, setOpen] = useState(false);
  const [model, setModel] = useState({ usage: 'notUse', t: '', c: '', s: '' });
  const set = (name) => (event) => setModel((it) => ({ ...it, [name]: event.target.value }));
  const field = (name, type) => <input id={`${name}-field`} data-is={name} type={type} value={model[name]} onChange={set(name)} readOnly={!open} />;
  return (
    <main>
      <h1>MS AAD</h1>
      <form onSubmit={(event) => event.preventDefault()}>
        <Row label="User Look-Up Usage" id="u">
          <select id="u" data-is="usage" value={model.usage} onChange={set('usage')} disabled={!open}>
            <option value="notUse">Not use</option><option value="use">Use</option>
          </select>
        </Row>
        <Row label="Tenant ID" id="t-field">{field('t', 'text')}</Row>
        <Row label="Client ID" id="c-field">{field('c', 'text')}</Row>
        <Row label="Secret Code" id="s-field">{field('s', 'password')}</Row>
        <button type="button" hidden={open} onClick={() => setTimeout(() => setOpen(true), 150)}>Modify</button>
        <button hidden={!open}>Save</button>
      </form>
      <output data-is="model">{[model.usage, model.t, model.c, model.s.length].join('|')}</output>
    </main>
  );
}

createRoot(document.getElementById('app')).render(<MsAad />);
