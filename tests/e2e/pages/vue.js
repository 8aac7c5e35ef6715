// A portal page of Vue: v-model, lazily for one field, and the fields appear only when the usage is Use.
import { createApp } from 'vue';

createApp({
  data: () => ({ usage: 'Not use', tenant: '', client: '', secret: '' }),
  template: `
    <section>
      <h2>MS AAD</h2>
      <p>User Look-Up Usage
        <label><input type="radio" v-model="usage" value="Not use">Not use</label>
        <label><input type="radio" v-model="usage" value="Use" data-is="usage">Use</label>
      </p>
      <template v-if="usage === 'Use'">
        <p><label>Tenant ID <input v-model="tenant" data-is="t"></label></p>
        <p><label>Client ID <input v-model.lazy="client" data-is="c"></label></p>
        <p><label>Secret Code <input v-model.trim="secret" type="password" data-is="s"></label></p>
      </template>
      <output data-is="model">{{ [usage, tenant, client, secret.length].join('|') }}</output>
    </section>`,
}).mount('#app');
