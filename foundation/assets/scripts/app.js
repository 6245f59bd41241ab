// What makes pages better where a script runs. Every page reads, writes, books and pays without it.
import "htmx.org/dist/htmx.esm.min.js";
import "./forms.js";
import "./menu.js";
import "./passcode.js";
import "./passkeys.js";
import "./print.js";
import "./push.js";
import "./session.js";
