"""Rare characters that stand in the names of real registers: the third level of the General Standard Chinese Character
Table (2013) and others that people's identity cards carry. No name of a person, only single characters.
"""

from __future__ import annotations

_IN_ANY_REGISTER = """
喆堃淼犇翀昉頔赟燊垚骉焱鑫赑彧祎翯翾翙晟晖昶昱昇旻旸昕晗晞晙晔暄暐暻曌曦旼昪昫昳昺晁晏晢晫晱暎暤曈曚甯
邕邗邘邙邛邝邠邡邢邰邳邴邶邺邽郃郄郅郇郈郏郐郓郗郚郛郜郝郢郤郧郪郫郯郴郾鄂鄄鄌鄏鄑鄗鄘鄚鄜鄞鄠鄢鄣鄫鄯鄱鄹酂酃
炁炅炆炘炜炟炫炱炻烔烜烨烯焓焘焜焯煊煐煜煦煴煸熇熥熳燚燏燔燠爟爔爝
珂玎玑玕玘玙玚玠玢玥玦玫玭玮玹珅珈珉珏珙珝珞珣珦珩珪珫珮珰珲珵珺琇琎琏琚琛琟琤琨琪琬琭琮琯琰琲琳琴琵琼瑀瑁瑃瑄瑅瑆瑑瑒瑔瑗瑙瑚瑛瑜瑞
瑢瑨瑭瑱瑷瑸瑾璁璆璇璈璎璐璕璘璜璞璟璠璥璧璨璩璪璬璮璱璲璵瓒瓘
汭汶沄沅沆沚沣沨沩沭泂泓泖泠泩泮洄洇洑洢洣洤洨洭洮洳洵洺洿浈浉浍浔浛浜浟浠浡浥浯浲浼涑涘涪涿淇淏淙淝淠淦淯淳渌渟渥渼湉湑湔湜湟湣溁溆溟溧溱溵
滃滆滇滍滏滘滠滢滫漪漳潆潇潋潍潏潓潘潞潟潢潭潵潺澄澌澍澎澔澴澹濂濉濋濛濞濠濡濩瀚瀛瀞瀣灏灞
钇钊钌钏钘钜钰钲钿铄铉铎铖铚铠铧铨铮铱铷铼锃锆锐锜锟锡锴锶锷镈镌镐镕镛镝镠镡镧镱镳
"""

_THIRD_LEVEL = """
㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡䏲䐃䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽
䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮
𠅤𠙶𠳐𡎚𡐓𣗋𣲗𣲘𣸣𤧛𤩽𤫉𥔲𥕢𥖨𥻗𦈡𦒍𦙶𦝼𦭜𦰡𧿹𨐈𨙸𨚕𨟠𨭉𨱇𨱏𨱑𨱔𨺙𩽾𩾃𩾌𪟝𪣻𪤗𪨰𪨶𪩘𪾢𫄧𫄨𫄷𫄸𫇭𫌀𫍣𫍯𫍲𫍽𫐄𫐐𫐓𫑡𫓧𫓯𫓶𫓹𫔍𫔎𫔶
𫖮𫖯𫖳𫗧𫗴𫘜𫘝𫘦𫘧𫘨𫘪𫘬𫚕𫚖𫚭𫛭𫞩𫟅𫟦𫟹𫟼𫠆𫠊𫠜𫢸𫫇𫭟𫭢𫭼𫮃𫰛𫵷𫶇𫷷𫸩𬀩𬀪𬂩𬃊𬇕𬇙𬇹𬉼𬊈𬊤𬌗𬍛𬍡𬍤𬒈𬒔𬒗𬕂𬘓𬘘𬘡𬘩𬘫𬘬𬘭𬘯𬙂𬙊𬙋𬜬𬜯𬞟𬟁
𬟽𬣙𬣞𬣡𬣳𬤇𬤊𬤝𬨂𬨎𬩽𬪩𬬩𬬭𬬮𬬱𬬸𬬹𬬻𬬿𬭁𬭎𬭚𬭛𬭤𬭩𬭬𬭯𬭳𬭶𬭸𬭼𬮱𬮿𬯀𬯎𬱖𬱟𬳵𬳶𬳽𬳿𬴂𬴃𬴊𬶋𬶍𬶏𬶐𬶟𬶠𬶨𬶭𬶮𬷕𬸘𬸚𬸣𬸦𬸪𬹼𬺈𬺓
"""

RARE = frozenset(_IN_ANY_REGISTER + _THIRD_LEVEL) - {"\n"}

NOT_IN_THE_PRINT_FONT = frozenset("𠮷𪚥𠀾𤨒𡛟𣉊")
"""Characters outside the table that the print font has no drawing for. Prints show surnames only (王＊＊), and no
surname of the table is among them; a screen shows them from the device's own fonts."""
