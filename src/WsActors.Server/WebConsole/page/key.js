// Asks for the API key, once per tab.
import { html, useEffect, useRef, useState } from "./html.js";
import { keyWanted, tryKey } from "./api.js";
import { Problem } from "./parts.js";

export function KeyForm({ onDone }) {
  const [fault, setFault] = useState();
  const [isTrying, setTrying] = useState(false);
  const field = useRef();
  useEffect(() => field.current.focus(), []);
  const onSubmit = async (event) => {
    event.preventDefault();
    setTrying(true);
    try {
      await tryKey(field.current.value.trim());
      if (keyWanted.value === "no") {
        onDone();
      }
    } catch (error) {
      setFault(error);
    }
    setTrying(false);
  };
  return html`
    <main id="main" class="key">
      <form class="card" onSubmit=${onSubmit}>
        <h1>WsActors console</h1>
        <p>This node asks for one of its API keys. This tab keeps it until it is closed.</p>
        <label class="field">API key
          <input ref=${field} name="key" type="password" required autocomplete="current-password" aria-describedby="key-fault" /></label>
        <p id="key-fault" class="bad" role="alert">${keyWanted.value === "wrong" && "The node does not accept this key."}</p>
        <${Problem} error=${fault} />
        <div class="buttons"><button disabled=${isTrying}>Continue</button></div>
      </form>
    </main>`;
}
