using System.Collections.Immutable;
using OciFs.Finding;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Finding;

public sealed class ShortNamesTests
{
    private const string Digest = "sha256:d366a4665ab44f0648d7a00ae3fae139d55e32f9712c67accd604bb55df9d05a";

    private static readonly ShortNames Searched = new(
        ["quay.io", "registry.example:5000"], ImmutableDictionary<string, string>.Empty.Add("fedora", "registry.fedoraproject.org/fedora"));

    // Facts of containers/image, pkg/shortnames/shortnames_test.go.
    [Theory]
    [InlineData("fedora", true)]
    [InlineData("fedora:latest", true)]
    [InlineData("library/fedora", true)]
    [InlineData("library/fedora:latest", true)]
    [InlineData("busybox@" + Digest, true)]
    [InlineData("busybox:latest@" + Digest, true)]
    [InlineData("quay.io/fedora", false)]
    [InlineData("docker.io/fedora", false)]
    [InlineData("docker.io/library/fedora:latest", false)]
    [InlineData("localhost/fedora", false)]
    [InlineData("localhost:5000/fedora:latest", false)]
    [InlineData("example.foo.this.may.be.garbage.but.maybe.not:1234/fedora:latest", false)]
    [InlineData("docker.io/library/busybox@" + Digest, false)]
    public void Knows_names_without_a_registry(string name, bool isShort) => Assert.Equal(isShort, ShortNames.IsShort(name));

    [Theory]
    [InlineData("foo", "localhost/foo:latest", "quay.io/foo:latest", "registry.example:5000/foo:latest", "docker.io/library/foo:latest")]
    [InlineData("a/b:1", "localhost/a/b:1", "quay.io/a/b:1", "registry.example:5000/a/b:1", "docker.io/a/b:1")]
    [InlineData("fedora:41", "registry.fedoraproject.org/fedora:41", "localhost/fedora:41", "quay.io/fedora:41", "registry.example:5000/fedora:41", "docker.io/library/fedora:41")]
    [InlineData("quay.io/foo", "quay.io/foo:latest")]
    [InlineData("localhost/foo", "localhost/foo:latest")]
    [InlineData("docker.io/foo", "docker.io/library/foo:latest")]
    [InlineData("foo@" + Digest, "localhost/foo@" + Digest, "quay.io/foo@" + Digest, "registry.example:5000/foo@" + Digest, "docker.io/library/foo@" + Digest)]
    public void Completes(string name, params string[] candidates) =>
        Assert.Equal(candidates, Searched.Candidates(name).Select(candidate => candidate.ToString()), StringComparer.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("$$$")]
    [InlineData("::")]
    [InlineData("docker://quay.io/library/foo:bar")]
    [InlineData(" ")]
    [InlineData(Hex)]
    public void Completes_no_other_text(string text) => Assert.Empty(Searched.Candidates(text));

    [Fact]
    public void Nothing_configured_is_localhost_and_Docker_Hub() =>
        Assert.Equal(["localhost/foo:latest", "docker.io/library/foo:latest"], ShortNames.None.Candidates("foo").Select(candidate => candidate.ToString()), StringComparer.Ordinal);

    [Fact]
    public void Reads_registries_conf_and_what_goes_before_it()
    {
        using var folder = new TempFolder();
        Write(folder["etc", "containers", "registries.conf"], """
            # of the system
            unqualified-search-registries = ["system.example"]
            short-name-mode = "enforcing"
            [[registry]]
            location = "elsewhere.example"
            [aliases]
            "a" = "one.example/a"
            "b" = "one.example/b"
            """);
        Write(folder["etc", "containers", "registries.conf.d", "00-shortnames.conf"], "[aliases]\n  \"c\" = \"two.example/c\" # told\n  \"a\" = \"two.example/a\"\n");
        Write(folder["etc", "containers", "registries.conf.d", "ignored.txt"], "unqualified-search-registries = [\"no.example\"]\n");
        Write(folder["home", ".config", "containers", "registries.conf.d", "own.conf"], "unqualified-search-registries = [\n  \"own.example\",\n  'docker.io',\n]\n[aliases]\n\"b\" = \"\"\n");
        Write(folder["home", ".cache", "containers", "short-name-aliases.conf"], "[aliases]\n\"d\" = \"three.example/d\"\n");

        var names = RegistriesConfiguration.Find(variable => variable == "HOME" ? folder["home"] : null, isRoot: false, folder.Path);

        Assert.Equal(["own.example", "docker.io"], names.Registries);
        Assert.Equal(["a=two.example/a", "c=two.example/c", "d=three.example/d"], names.Aliases.Select(alias => $"{alias.Key}={alias.Value}").Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public void The_user_s_own_file_goes_instead_of_the_system_s()
    {
        using var folder = new TempFolder();
        Write(folder["etc", "containers", "registries.conf"], "unqualified-search-registries = [\"system.example\"]\n");
        Write(folder["home", ".config", "containers", "registries.conf"], "unqualified-search-registries = [\"own.example\"]\n");
        Write(folder["named"], "unqualified-search-registries = [\"named.example\"]\n");
        string? Variable(string name) => name == "HOME" ? folder["home"] : null;

        Assert.Equal(["own.example"], RegistriesConfiguration.Find(Variable, false, folder.Path).Registries);
        Assert.Equal(["named.example"], RegistriesConfiguration.Find(name => name == "CONTAINERS_REGISTRIES_CONF" ? folder["named"] : Variable(name), false, folder.Path).Registries);
        Assert.Empty(RegistriesConfiguration.Find(_ => folder["nowhere"], false, folder["nowhere"]).Registries);
    }

    private const string Hex = "d366a4665ab44f0648d7a00ae3fae139d55e32f9712c67accd604bb55df9d05a";

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
