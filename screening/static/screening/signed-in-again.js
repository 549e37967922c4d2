// Tells the tabs that wait with unsaved answers that somebody is signed in again.
new BroadcastChannel("algia-signed-in").postMessage("signed in");
