-- wrk as a slow crawler: a handful of connections that look at categories and products and wait in between.
local paths = { "/", "/products?category=1", "/products?category=3", "/products?category=5", "/products/25", "/products/50", "/products/175" }
local turn = 0

function request()
  turn = turn % #paths + 1
  return wrk.format("GET", paths[turn], { ["User-Agent"] = "PriceCrawler/2.1 (+https://crawler.example/bot)" })
end

function delay()
  return math.random(600, 2400)
end
