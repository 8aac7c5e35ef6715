// The reference receiver of the hand-over protocol, version 1 (docs/handover-protocol.md). A portal can adopt it unchanged:
//
//   const receiver = receiveHandover({
//     origins: ["https://handover.example"], // exact origins of the Entra Handover apps that this portal trusts
//     open: async () => {},                  // show the form in edit mode
//     fill: async (values, origin) => ({ tenantId: true, clientId: true, secretCode: true }), // read back from the form
//   });
//   receiver.saved();  // call it when the form was saved;  receiver.cancelled() when the user gave it up
"use strict";

function receiveHandover({ origins, open, fill }) {
  const VERSION = 1;
  const FIELDS = ["tenantId", "clientId", "secretCode"];
  const VALUES_WITHIN_MS = 10_000;
  const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
  let current = null; // the hand-over under way: { port, nonce, filled }

  const answer = (handover, type, more = {}) =>
    handover.port.postMessage({ type, version: VERSION, nonce: handover.nonce, ...more });

  const end = (handover) => {
    handover.port.close();
    if (current === handover) current = null;
  };

  const isOffer = (offer) =>
    offer?.protocol === "entra-handover" && offer.version === VERSION && offer.type === "offer" &&
    typeof offer.nonce === "string" && /^[0-9a-f]{64}$/.test(offer.nonce) &&
    Array.isArray(offer.fields) && FIELDS.every((field) => offer.fields.includes(field));

  const isValues = (values, { nonce }) =>
    values?.type === "values" && values.version === VERSION && values.nonce === nonce && values.usage === "use" &&
    guid.test(values.tenantId) && guid.test(values.clientId) &&
    typeof values.secretCode === "string" && values.secretCode.length > 0 && values.secretCode.length <= 256;

  addEventListener("message", async ({ origin, data, ports }) => {
    if (!origins.includes(origin) || current || ports.length !== 1 || !isOffer(data)) return;
    const handover = (current = { port: ports[0], nonce: data.nonce, filled: false });
    const deadline = setTimeout(() => end(handover), VALUES_WITHIN_MS);
    handover.port.onmessage = async ({ data: values }) => {
      if (handover.filled || !isValues(values, handover)) return;
      handover.filled = true;
      clearTimeout(deadline);
      const { tenantId, clientId, secretCode, usage } = values;
      const read = await fill({ tenantId, clientId, secretCode, usage }, origin);
      answer(handover, "received", { fields: Object.fromEntries(FIELDS.map((field) => [field, read[field] === true])) });
    };
    await open();
    answer(handover, "ready", { fields: FIELDS });
  });

  return {
    saved() {
      if (!current?.filled) return;
      answer(current, "saved");
      end(current);
    },
    cancelled() {
      if (current) end(current);
    },
  };
}
