package dev.meanwhile.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressGuardTest {
  private static final AddressGuard GUARD = AddressGuard.publicOnly();

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, UNSPECIFIED",
    "0.1.2.3, UNSPECIFIED",
    "127.0.0.1, LOOPBACK",
    "127.255.255.254, LOOPBACK",
    "10.0.0.1, PRIVATE",
    "172.16.0.1, PRIVATE",
    "172.31.255.255, PRIVATE",
    "192.168.255.1, PRIVATE",
    "169.254.1.1, LINK_LOCAL",
    "169.254.169.254, METADATA",
    "169.254.170.2, METADATA",
    "100.100.100.200, METADATA",
    "168.63.129.16, METADATA",
    "100.64.0.1, SHARED",
    "100.127.255.255, SHARED",
    "224.0.0.1, MULTICAST",
    "239.255.255.255, MULTICAST",
    "240.0.0.1, RESERVED",
    "255.255.255.255, BROADCAST",
    "192.0.2.1, DOCUMENTATION",
    "198.18.0.1, BENCHMARK",
    "::, UNSPECIFIED",
    "::1, LOOPBACK",
    "::2, RESERVED",
    "fe80::1, LINK_LOCAL",
    "febf::1, LINK_LOCAL",
    "fec0::1, PRIVATE",
    "fc00::1, UNIQUE_LOCAL",
    "fdff::1, UNIQUE_LOCAL",
    "fd00:ec2::254, METADATA",
    "ff02::1, MULTICAST",
    "2001:db8::1, DOCUMENTATION",
    "2001:2::1, BENCHMARK",
    "5f00::1, RESERVED",
    "2001:20::1, RESERVED",
    "3fff::1, DOCUMENTATION",
    "100::1, RESERVED",
    "4000::1, RESERVED",
  })
  void objection_specialAddress_namesItsKind(String address, AddressKind kind) {
    assertThat(GUARD.objection(InetAddress.ofLiteral(address))).contains(kind.words());
  }

  @ParameterizedTest
  @CsvSource({
    "::127.0.0.1, LOOPBACK", // compatible
    "::10.0.0.1, PRIVATE",
    "::ffff:0:127.0.0.1, LOOPBACK", // translated
    "64:ff9b::127.0.0.1, LOOPBACK", // NAT64
    "64:ff9b::169.254.169.254, METADATA",
    "64:ff9b:1::808:808, RESERVED", // NAT64 of somebody's own
    "2002:7f00:0001::1, LOOPBACK", // 6to4
    "2002:0a00:0001::, PRIVATE",
    "2001:0:7f00:1::1, LOOPBACK", // Teredo, its server
    "2001:0:808:808:0:0:f5ff:fffe, PRIVATE", // Teredo, its client 10.0.0.1, inverted
    "2a00::5efe:192.168.0.1, PRIVATE", // ISATAP
    "2a00::200:5efe:127.0.0.1, LOOPBACK",
  })
  void objection_ipv4HiddenInIpv6_judgesTheIpv4(String address, AddressKind kind) {
    assertThat(GUARD.objection(InetAddress.ofLiteral(address))).contains(kind.words());
  }

  @Test
  void objection_mappedAddress_judgesTheIpv4() {
    byte[] mapped = new byte[16];
    mapped[10] = -1;
    mapped[11] = -1;
    mapped[12] = 127;
    mapped[15] = 1;

    // InetAddress would make an IPv4 address of it, so the bytes are judged directly.
    assertThat(AddressKind.of(mapped)).isEqualTo(AddressKind.LOOPBACK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "172.15.0.1",
        "172.32.0.1",
        "100.63.255.255",
        "100.128.0.0",
        "223.255.255.255",
        "2606:4700::1111",
        "2a00:1450::1",
        "64:ff9b::8.8.8.8",
        "2002:808:808::1",
        "2001:0:808:808:0:0:f7f7:f7f7",
        "::8.8.8.8",
        "134744072", // 8.8.8.8 as one number
      })
  void permits_publicAddress_yes(String address) {
    assertThat(GUARD.permits(InetAddress.ofLiteral(address))).isTrue();
  }

  @Test
  void off_anyAddress_isPermitted() {
    assertThat(AddressGuard.off().permits(InetAddress.ofLiteral("127.0.0.1"))).isTrue();
  }

  @Test
  void allowing_network_permitsItAndNothingElse() {
    AddressGuard guard =
        GUARD.allowing("10.1.0.0/16").allowing("fd00::1").allowing("192.168.4.0/23");

    assertThat(guard.permits(InetAddress.ofLiteral("10.1.255.1"))).isTrue();
    assertThat(guard.permits(InetAddress.ofLiteral("10.2.0.1"))).isFalse();
    assertThat(guard.permits(InetAddress.ofLiteral("192.168.5.9"))).isTrue();
    assertThat(guard.permits(InetAddress.ofLiteral("192.168.6.9"))).isFalse();
    assertThat(guard.permits(InetAddress.ofLiteral("fd00::1"))).isTrue();
    assertThat(guard.permits(InetAddress.ofLiteral("fd00::2"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ten", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "::/129"})
  void allowing_noNetwork_isRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GUARD.allowing(text))
        .withMessageContaining("neither an address nor a network");
  }

  @Test
  void permitted_someAddressesRefused_givesTheOthers() {
    List<InetAddress> both =
        List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("8.8.8.8"));

    assertThat(GUARD.permitted("x.example", both))
        .containsExactly(InetAddress.ofLiteral("8.8.8.8"));
  }

  @Test
  void permitted_allRefused_throwsPolicy() {
    List<InetAddress> one = List.of(InetAddress.ofLiteral("10.0.0.1"));

    assertThatThrownBy(() -> GUARD.permitted("x.example", one))
        .isInstanceOfSatisfying(
            HttpException.class,
            failure -> assertThat(failure.stage()).isEqualTo(HttpException.Stage.POLICY))
        .hasMessage("refused to connect to x.example: it is a private address");
  }
}
