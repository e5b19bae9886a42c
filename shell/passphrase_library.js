// The form that asks for the passphrase of the stored data. The JavaScript half of shell/passphrase_prompt_web.cpp.
addToLibrary({
  $passphraseWaiting: '=new Set()', // contexts that still want an answer

  passphrase_ask__deps: ['$passphraseWaiting', '$UTF8ToString', '$stringToUTF8OnStack', '$stackSave', '$stackRestore'],
  passphrase_ask: (context, onDone, problem) => {
    passphraseWaiting.add(context);
    Module.askPassphrase(UTF8ToString(problem)).then((passphrase) => {
      if (!passphraseWaiting.delete(context)) return;
      const stack = stackSave();
      const text = stringToUTF8OnStack(passphrase);
      {{{ makeDynCall('vpp', 'onDone') }}}(context, text);
      HEAPU8.fill(0, text, stack); // the program has its own copy
      stackRestore(stack);
    });
  },

  passphrase_forget__deps: ['$passphraseWaiting'],
  passphrase_forget: (context) => {
    passphraseWaiting.delete(context);
  },
});
