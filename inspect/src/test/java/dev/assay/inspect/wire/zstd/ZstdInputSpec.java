package dev.assay.inspect.wire.zstd;

import static dev.assay.inspect.Reports.report;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.forge.Bytes;
import dev.assay.forge.ModelForge;
import dev.assay.inspect.Unread;
import dev.assay.inspect.wire.SegmentInput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ZstdInputSpec {

    private static final int LARGEST = 8 << 20;

    /// What the reference compressor 1.5 makes of [#numbers] at its levels 19 and 1, with a checksum.
    private static final byte[] DENSE =
            bytes("KLUv/QRoTUwAihnpIxCgNQ/fZlVpIkZKmdx+tEIBPwI1AkAC5XuMjBeyqj1XSBW6THsQKAChvbMnA4AQSrs9oWoQwpc9ai+h"
                    + "tJZn/0BoK8sjzJDQ1ZVn3Bkh18tDEE2oqspTMoNBLt0BQiiDrnInUB2Dtm6n/B0PEQbha+dk4KA01bFCbNBe6hxQPOjydDAA"
                    + "AkHW62QVIKjKOsEmgvwNo78QIcyaqaBNDCPuUlCuhRmIJwj/MCTzghIrTAmhBK1qDqAKLN1DTrBLFnNqCLFUdTkmQ5d8z3kh"
                    + "uXRaOQaUW9ovzgXAlzIEHKzyEj5x0g6UMhxO+IvS3nDUbCidGmfvVslXOAIxKFXtzchEJWe4ISGY0j1viqqVVu8G2A0CJdpN"
                    + "IEQJhP9Nbd24kA1rc6CEQHdqYwGAgfxgc1UXqCpt0H4g69nkX4EuzSaYAUl7t9E7krZZRJGELxuRqUnp/YwQMmlLP0T1kq7C"
                    + "p+w+yZUfQIhKqsJPMAaA5LpPXdnHQBFIW/88ABQp7Y9VBSR8fc5GpLT14G9Ie+pJMyNdBk+4C46s6VHEclSVns0cRz56RAh7"
                    + "dHeeoRqONs1DdvEo954ihB3h7wHG8FGiPQEhgdFqeerlcQAMI+fOq4RR1Y7ZauTTuT+NTsOg2Rntw+TdjTLkBMQywudoJnDK"
                    + "gLMhkNMeR6iK0+nN2NWT74YIkaeqmzLGnZw2ACE/3W2CUuq0+qnEj6uKCf+5PUy5HvvXtOk5s2C68+AdmnxPIpqpyhMybbKO"
                    + "hhDQ5axqob0Ru4PSZgixhB8yRqD0FEKQdoBSjG4CADB5iiqldRPEntbVjQ5xNVVV3SwZpSZXro0oBAimq6/NAAoJpi1VGxIA"
                    + "IpjSpzalaoMJX2oD2CGY0jLYBD8G096DTaWmjfEc9NLmiUGaqpw2FrKkyQ9ocxpGmu4MbXB107S5Z5NiQ+LZhCEwTfifjZJh"
                    + "aUpUs9lCnKbVMxsBlABNd5vNCICCGW5Dqgiaqu42xRZo8tVtgF/RdJq2CcwSTXuzTeEdhi0bJx5N+Cybhyw0ZXjZmAbgTPvd"
                    + "z62SM53iflCsuPt+cgg9U9XqJ5CRZ3KifrSQO9P9+lmg/EyrGj4iAOoQw2dUBWbCP3yIXcyUq/kp/zDTJuYHMFsz3T0/wV2w"
                    + "xU8lfhzSzGQ9fq7BZrrc+9hqcNNe3ufElpvdB4cYN+HrPknG3pQO9gmFhJu2zj4KFLzpyvbZALCbXPqPqPpNVfjPsOsm1/8h"
                    + "P2DT1fpTzIhNW+kPcCdsSps/AaLahC9/KmTalBbqYw1n097V56u36dL1MbFlk1XXc0MAZarK9SAZpEy+rScLEWW6q/UEoGiZ"
                    + "NoN6NACyTLmnnq3CMuGvHmFbmRI3eMbvMq1m8BCzIKD7BU+5KwE5HTwA4gioatMTZG5AvkxPaQgBnVp6vIoB7Z2ei7WAMih6"
                    + "bAgHhE/0HBkBQBkMCykA7Y2eBMoA6FTPEwJgAfLlebRKAaq686ydADl9HvEfQPc1zzA7QKtpHnJXACWeeQoiUAh/8wCZpFDu"
                    + "3hOEIApthntqVQvd4T0Wm4V8u+dDXKEKmae7XR4LyuVp9ao8V8ETFV3OE/67k3eQi7oT7GVz9WzcWdhZvPWDSAxVzp0REq2H"
                    + "O0SDXWpZNZ72fjuA2CAtgyEKvmynyhjp+44Bslv6oISre8cqQFee66qqdvC+61Yn7XWnKw1nwNZVR/FIOjdR4CvoiJCadqkz"
                    + "NOSektW7POoUsbcmMETZqcqnE5AB+Gg6BRBytw6K2LTrvALNDeYK+FvnbkxMtNtqlU6e+ac7bpiAFzhXE0vVaZgNOXwqNOzp"
                    + "Q5ixGvaBiMUMzjBlCMMnQIZ9ylAYJigk2OOFqaCU03UFw3cW5i5RtXar0x7m7HlXPLvVO0ziPTGExKoT/hVGQwK5uRrIpjdH"
                    + "rIq7HGLVt+aQIbIqCxlnrZADFPJLDIBSgWmvMqcqANLQroIvzPk90mj23arLubNwhYiHrrKcTLQqDCENmFz1HNUQXOGulq1y"
                    + "jhA70jiGWHxVDiEjpGEpBPdqcQCg2CUGAWBrKU65qpiq0jfgO+DcTu7SzsSmE+fwNDcxMfFHnAx5iSFo+OoPR1eLmO66YgGn"
                    + "GY4YglTtcQYZwnfHIYXo6Rag5B6NAwTAlXGCKhsmfBZOBReO7cE+7M3Pin5vDG+IU725xBWmqtMbDBmEybnhJjWgMN0x3IRV"
                    + "E6bVCjcq1gIzb3aIYE34540go6wpN+DNKGSsadPwhgBl13S3d1MCICzeDVCVa6ry3QT2rcmadlP2r+nyduOzWtOe/uZ4gNr9"
                    + "xhKJmvD1mwsp1JRO36AGVdPWfZOrqaYLY00rI9cXPd/gMro6RY8JDYLTVgb03NgSnNKa6EEiRvBK9GQZG5zSjugJAAnBae8O"
                    + "PRoUDE6XaejZCiw4WfXoEa4HpyofPeOu4OSb0UPsAHC6w0JPOSPAaTPseQA8AZxyV88TJCpwwl/PU5oJnBIvnMcbDjitZp7n"
                    + "Qg+c7ovnsbEFnJzG8xwRQDlV3Z0HyyDl5Es7TwJElNOp/jwhKFpOe/88WkGWUwbzedaF5YTPOo+4rZwy6Jpn2F1Oe695yFlA"
                    + "Tqem5il4hZx8GcwDJA5yqto0TxByycnpNE9tCOR0PzSPhSI5reaZ52ONnBLXzGNEmJzwN/NcGcE45d7NgwAp47QZbJ4Myhin"
                    + "u7J5QgU7Tr6VedSl41SVe8/eOU5W1XuE/cbp0nrPOPs47V24h+DVOKWFvKckAuKEr7wHCEnEKW14T6BBiNNW3j0lVMXpau0e"
                    + "j01xct3uOREnTlX4e6yMi5NLfc8BpMTpyr4HgwLsaevqnqyA7Ckd1p7gGnvC19qj9+4pzdSetYc97WWwR5zhni437Rl4tifr"
                    + "0x6S6D1VJdpTQgZ68vfsATQUPd397AlWh5420eypsaunXL09JiLoCf/b8zJQT4loewwgpqdVLXsuKNbT/WUPVhCEkxO3POkC"
                    + "wqlqtTzhJuHku5ZH7SKcTjGUZ880nPab5RF4GU4ZnuUZiRdO+MTykJAPpwx75SkaKpz2duUBVoE8naaVJxBL8uQrK0+9PC5D"
                    + "8+QMLs8BEoCWqBEIPSIoYlxJkIxtxoCXpCDpsCXpEgBQgmfbZd5hILhalBLVDwQD5YFIgMQYJGBUBgQFloJR1JXWtwGZKCxl"
                    + "KepGP4ABBADRJy8Q9W8RdJpHF3s7dG0cpCuiiLD8uDZeXJx4dAmyD7iKlClVKBhlCV+vDE8b7y9nlTJSNF6/Uibtb0II+YlD"
                    + "a39P1Lfo");

    private static final byte[] FAST =
            bytes("KLUv/QRIbU8ACjihJxCgNQ/fZlVpIkZKmdx+tEIBfwJuAnkC5iF3BVDimacgAoXwNw+QSQrl7j1BCKLQZrinVrXQHd5jsVnI"
                    + "t3s+xBWq8j1GxgtZ1Z4rpApdpj0IFIDQ3tmTAUAIpd2eUDUI4csetZdQWsuzfyC0leURZkjo6soz7oyQ6+UhiCZUVeUpmcEg"
                    + "l+4AIZRBV7kTqI5BW7dTYndQ+jseIgzC187JwEFpqmOF2KC91DmgeNDl6WAABIKs18kqQFCVdYJNBPkbRn8h6C6EWTMVtIlh"
                    + "xF0KyrUwA/EE4R+GZF5QYoUpIZSgVc0BVIGle8gJdsmSE3NqCLFUdTkmQ5d8z3khuXRaOQaUW9ovzgXAlzIEHKzyEj5x0g6U"
                    + "MhxO+IvS3nDUbCidGmfvVslXOAIxKFXtzchEJWe4ISGY0j1viqqVVu8G2A0CJdpNIEQJhP9NkTEC5daNC9lAm2tzoIRAd2pj"
                    + "AYCB/GBzVReoKm3QfiDr2eRfgS7NJpgBSXu30TuSlGabRRRJ+LIRmZqU3s8IIZO29ENUL+kqfMruk1z5AYSopCr8BGMASK77"
                    + "VCEE6co+BopA2vrnAaBIaX+sKiDh63M2IqWtB39D2lNPmhnpMnjCXXBkTY8ilqOq9GzmOPLRI0LYo7vzDNVwtGkesotHufcU"
                    + "IewIfw8who8S7QkICYxWy1NAKUb38jgAhpFz51XCqGrHbDXy6dyfRqdh0OyM9mHy7kYZcgJiGeFzNBM4ZcDZEMhpjyNUxen0"
                    + "ZuzqyXdDhMhT1U0Z405OG4CQn+42QSl1Wv1UAACmxI+rign/uT1MuR7717TpObNguvPgHZp8TyKaqcoTMm2yjoYQ0OWsaqG9"
                    + "EbuD0mYIsYQfMkag9BRCkHaAUoxuAgAweYoquQFvRiFjTZuGNwQou6a7vZsSAGFNPt4NUJVrqvLdBPatyZp2U/av6fJ247Na"
                    + "057+5niAmtLuN5ZI1ISv31xIoaZ0+gY1qJq27ptcTTVdad0Esacm19WNDnE1VVXdLBmlJleujSgECKarr80ACgmmLVUbEgAi"
                    + "mNKnNqVqgwlfagPYIZjSMtgEPwbT3oNNnVkwXWraGM/BZL20eWKQpiqnjYUsafID2pyGkaY7Qxtc3TRt7tmk2JCmXDybMASm"
                    + "Cf+zUTIsTYlqNluI07R6ZiOAEqDpbrMZAVDQ5Ay3IVUETVV3m2ILNPnqNsCvaDpN2wRmiaa92abwDk0ZtmyceDThs2westCU"
                    + "4WVjGoAz7Xc/t0rOdIr7QbHiTL7vJ4fQM1WtfgIZeSYn6kcLuTPdr58Fys+0quEjAqDOlIjhM6oCM+EfPsQuZsrV/JR/mGkT"
                    + "8wOYrZnunp/gLpjJX/xUIpqpKvHjkGYm6/FzDTbT5d7HVoOb9vI+J7bclGb3wSHGTfi6T5KxN6WDfUIh4aats48CBW+6sn02"
                    + "AOwml/4jqn5TFf4z7LrJ9X/ID9h0tf4UM2LTVvoD3Amb0uZPgKg24cufCpk2pYX6WMPZtHf1+eptunR9TGzZZNX13BBAmapy"
                    + "PUgGKZNv68lCRJnuaj0BKFqmzaAeDYAsU+6pZ6uwTPirR9hWpsQNnvG7TKsZPMQsCOh+wVPuSkBOBw+AOAKq2vQEmRuQL9NT"
                    + "GkJAp5Yer2JAe6fnYi2gDIoeG8IB4RM9R0YAUAZDDxZSANobPQmUAdCpnicEwALky/NolQJUdedZOwFy+jziP4Dua55hdoBW"
                    + "M1XOnRES8WQ93CEaDE+Xejtl1Xja++0AYoM7paXtBEOUO+HLdqqMcaf0fccA2TttqXcelHCnq3vHKsA7ubJ2znV3qqrawft3"
                    + "ct3qpL3udKWqE84AO21ddRSP2CmdQWcThZ3wFXRESLVT2qXO0JB22lPUIatnp8ujThF7O1nzdIAhyk5VPp2ADOAnH02nAEJ+"
                    + "utvrOCjip027zivQn3KDdcwVfsLfOnfjT4lZOmi3n1ardPLMP91xwwS8wCfnahhNLD5VnYbZkMMnn4YwQsP6dPoQZqwGn/Yh"
                    + "wxCx6FMGZ5gyhPmETwwDkGGfMhSGCQoJ6rTHC1NBKXU6XQvjCkadfGdh7hJ1qtqHsVvr5LSHOXvW6a4Og2dXp9U7TOK9Tomh"
                    + "woTEqhP+FUZDAoEpNzdnNZDAtOnNEasiMN2l5gyxGph8aw4ZIgNTVYacQsYFJmuFHKCQB6ZLzJwAKBWY9ipzqgIAMKUh5thV"
                    + "ABO+MOf3AExpvByzL2Daqsu5swCYrtByEA8Bk6ssJxMNMFXhc0JIAyZXPUc1BMV0hc7Z1VJMW+UcIXYUUxorZwyxxYSvyiFk"
                    + "hGJKw8UphWAx7dXiAECxYrpExQkCwMVkLcUpVxVTVQYc3wAx+Q44txNiusvEsTNBTJtOnMNTYspNxMHEJCb8ESdDHjElhsMJ"
                    + "Gk5Mqz8cXS1iuqvhrFhgmJxmOGIIMkxVe5xBhhgm3x2HFKLDdLrGKUDJYdqjcYAAuGHKUMYJqmyY8Fk4dXuYMrhwbA+EaR/2"
                    + "5mdFmE6/N4Y3hMmnenOJK0xVpzcYMgiTc8NNakBhumO4CasmTKsVblSshSkx82aHCNaEf94IMsqaAmNNKyPXFz3f4DK6OkWP"
                    + "CQ2C01YG9NzYEpzSmuhBIkZwwleiJ8vY4JR2RE8ASAhOe3fo0aBgcLpMQ89WYMHJqkePcD04VfnoGXcFJ9+MHmIHgNMdFnrK"
                    + "GQFOm2HPA+AJ4JS7ep4gUYET/nqe0kzglHjhPN5wwGk18zwXeuB0XzyPjS3g5DSe54gAyqnq7jxYBiknX9p5EiCinE715wlB"
                    + "0XLa++fRCrKcMpjPsy4sJ3zWecRt5ZRB1zzD7nLae81DzgJyOjU1T8Er5OTLYB4gcZBT1aZ5gpBLTk6neWpDIKf7oXksFMlp"
                    + "Nc88H2vklLhmHiPC5IS/mefKCMYp924eBEgZp81g82RQxjjdlc0TKthx8q3Moy4dp6rce/bOcbKq3iPsN06X1nvG2cdp78I9"
                    + "BK/GKS3kPSURECd85T1ASCJOacN7Ag1CnLby7imhKk5Xa/d4bIqT63bPiThxqsLfY2VcnFzqew4gJU5X9j0YFGBPW1f3ZAVk"
                    + "T+mw9gTX2BO+1h69d09ppvasPexpL4M94gz3dLlpz8CzPVmf9pBE76kq0Z4SMtCTv2cPoKHo6e5nT7A69LSJZk+NXT3l6u0x"
                    + "EUFP+N+el4F6SkTbYwAxPa1q2XNBsZ7uL3uwgiCcnLjlSRcQTlWr5Qk3CSfftTxqF+F0iqE8e6bhtN8sj8DLcMrwLM9IvHDC"
                    + "J5aHhHw4ZdgrT9FQ4bS3Kw+wCuTpNK08gViSJ19ZeYoIkaeqe3lchubJGVyeAyTzdLfLY0G5PK1elecqeJ4SdXfQ5Tzhvzt5"
                    + "B3jKRd0J9oKnzQ07ejbwdGdhZ/EWT37IHZEY8BQAT9S36A==");

    /// Of a million times `a`, without a checksum.
    private static final byte[] RUN = bytes("KLUv/QBYVAAAEGFhAQD7/znAAgIAEGECABBhAgAQYQIAEGECABBhAgAQYQMSCmE=");

    @Test
    void what_the_reference_compressor_packed_is_unpacked() throws Exception {
        assertThat(new String(unpack(DENSE), US_ASCII)).isEqualTo(numbers());
        assertThat(new String(unpack(FAST), US_ASCII)).isEqualTo(numbers());
        assertThat(new String(unpack(RUN), US_ASCII)).isEqualTo("a".repeat(1_000_000));
    }

    @Test
    void raw_blocks_and_runs_are_unpacked() throws Exception {
        var frame = new Bytes()
                .raw("(\u00b5/\u00fd")
                .u8(0)
                .u8(0)
                .raw(block(false, 0, 3))
                .raw("abc")
                .raw(block(true, 1, 1000))
                .raw("d")
                .done();

        assertThat(new String(unpack(frame), US_ASCII)).isEqualTo("abc" + "d".repeat(1000));
    }

    @Test
    void a_checksum_of_other_bytes_is_found_at_the_end() {
        var lying = FAST.clone();
        lying[lying.length - 1] ^= 1;

        assertThatThrownBy(() -> unpack(lying)).hasMessage("the checksum is of these bytes");
    }

    @Test
    void a_window_beyond_what_we_give_is_refused_before_it_is_made() {
        var frame = new Bytes()
                .raw("(\u00b5/\u00fd")
                .u8(0)
                .u8(31 << 3)
                .raw(block(true, 0, 0))
                .done();

        assertThatThrownBy(() -> unpack(frame)).isInstanceOf(Unread.class).hasMessageContaining("8 MiB");
    }

    @Test
    void a_dictionary_from_elsewhere_is_not_looked_for() {
        var frame = new Bytes()
                .raw("(\u00b5/\u00fd")
                .u8(1)
                .u8(0)
                .u8(7)
                .raw(block(true, 0, 0))
                .done();

        assertThatThrownBy(() -> unpack(frame)).isInstanceOf(Unread.class).hasMessageContaining("dictionary 7");
    }

    @Test
    void whatever_the_bytes_it_ends_and_says_so() {
        var seed = Long.getLong("assay.seed", 20_260_102L);
        var random = new Random(seed);
        for (var i = 0; i < 2_000; i++) {
            var bytes = (random.nextBoolean() ? DENSE : FAST).clone();
            for (var k = random.nextInt(4); k >= 0; k--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            var cut = Arrays.copyOf(bytes, random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length);
            try {
                unpack(cut);
            } catch (IOException | IndexOutOfBoundsException broken) {
                continue; // the second is what arrays say, and as good
            }
            assertThat(cut).as("seed %d, try %d", seed, i).isNotNull();
        }
    }

    @Test
    void frames_are_a_format_of_files() {
        var frame = new Bytes()
                .raw("(\u00b5/\u00fd")
                .u8(0)
                .u8(0)
                .raw(block(true, 0, ModelForge.elf().length))
                .raw(ModelForge.elf())
                .done();

        assertThat(report(frame)).isEqualTo("it!/unpacked carries an ELF executable for x86-64\n");
        assertThat(report(FAST)).isEmpty();
    }

    private static byte[] block(boolean last, int kind, int length) {
        var header = (last ? 1 : 0) | kind << 1 | length << 3;
        return new Bytes().u8(header).u8(header >>> 8).u8(header >>> 16).done();
    }

    private static byte[] unpack(byte[] packed) throws IOException {
        var in = new SegmentInput(MemorySegment.ofArray(packed));
        try (var unpacking = new ZstdInput(in, LARGEST)) {
            var bytes = unpacking.readAllBytes();
            assertThat(in.at()).isEqualTo(packed.length);
            return bytes;
        }
    }

    private static String numbers() {
        return IntStream.range(0, 400)
                .mapToObj(it -> "%d %x\n".formatted(it * it, it * 7919))
                .collect(joining());
    }

    private static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }
}
