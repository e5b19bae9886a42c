// The browser's half of the feed between tabs, over BroadcastChannel. tab_feed_web.cpp declares these functions.
addToLibrary({
  $tabFeeds: '=new Map()', // number -> BroadcastChannel
  $tabFeedNumbers: '={ next: 1 }',

  tab_feed_open__deps: ['$tabFeeds', '$tabFeedNumbers', '$UTF8ToString'],
  tab_feed_open: (name, context, onMessage) => {
    const feed = tabFeedNumbers.next++;
    if (typeof BroadcastChannel === 'undefined') return feed;
    const channel = new BroadcastChannel(UTF8ToString(name));
    channel.onmessage = () => {
      if (tabFeeds.has(feed)) {{{ makeDynCall('vp', 'onMessage') }}}(context);
    };
    tabFeeds.set(feed, channel);
    return feed;
  },

  tab_feed_announce__deps: ['$tabFeeds'],
  tab_feed_announce: (feed) => {
    tabFeeds.get(feed)?.postMessage('stored');
  },

  tab_feed_close__deps: ['$tabFeeds'],
  tab_feed_close: (feed) => {
    tabFeeds.get(feed)?.close();
    tabFeeds.delete(feed);
  },
});
