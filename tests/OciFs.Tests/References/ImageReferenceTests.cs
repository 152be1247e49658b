using OciFs.References;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.References;

public sealed class ImageReferenceTests
{
    private const string Sha256 = "sha256:86e0e091d0da6bde2456dbb48306f3956bbeb2eae1b5b9a43045843f69fe4aaa";
    private const string Sha512 = "sha512:" + Hex64 + Hex64;
    private const string Hex64 = "1a3f5e7d9c1b3a5f7e9d1c3b5a7f9e1d3c5b7a9f1e3d5d7c9b1a3f5e7d9c1b3a";

    /// <summary>Input, domain, path, tag, digest, shortest text; facts of distribution/reference's own tests, and of its grammar.</summary>
    public static TheoryData<string, string, string, string?, string?, string> Names { get; } = new()
    {
        // Familiar names.
        { "alpine", "docker.io", "library/alpine", null, null, "alpine" },
        { "alpine:3.20", "docker.io", "library/alpine", "3.20", null, "alpine:3.20" },
        { "library/alpine", "docker.io", "library/alpine", null, null, "alpine" },
        { "docker.io/alpine", "docker.io", "library/alpine", null, null, "alpine" },
        { "docker.io/library/alpine", "docker.io", "library/alpine", null, null, "alpine" },
        { "index.docker.io/alpine", "docker.io", "library/alpine", null, null, "alpine" },
        { "index.docker.io/library/alpine:1", "docker.io", "library/alpine", "1", null, "alpine:1" },
        { "index.docker.io/fooo/bar", "docker.io", "fooo/bar", null, null, "fooo/bar" },
        { "fooo/bar", "docker.io", "fooo/bar", null, null, "fooo/bar" },
        { "docker.io/fooo/bar", "docker.io", "fooo/bar", null, null, "fooo/bar" },
        { "nonlibrary/ubuntu", "docker.io", "nonlibrary/ubuntu", null, null, "nonlibrary/ubuntu" },
        { "other/library", "docker.io", "other/library", null, null, "other/library" },
        { "library/foo/bar", "docker.io", "library/foo/bar", null, null, "library/foo/bar" },
        { "docker.io/library/foo/bar", "docker.io", "library/foo/bar", null, null, "library/foo/bar" },
        { "store/foo/bar", "docker.io", "store/foo/bar", null, null, "store/foo/bar" },
        { "ubuntu-12.04-base", "docker.io", "library/ubuntu-12.04-base", null, null, "ubuntu-12.04-base" },
        { "docker/migrator", "docker.io", "docker/migrator", null, null, "docker/migrator" },
        { "d/docker", "docker.io", "d/docker", null, null, "d/docker" },
        { "jess/t", "docker.io", "jess/t", null, null, "jess/t" },
        { "docker-rules/docker", "docker.io", "docker-rules/docker", null, null, "docker-rules/docker" },
        { "docker---rules/docker", "docker.io", "docker---rules/docker", null, null, "docker---rules/docker" },
        { "dock__er/docker", "docker.io", "dock__er/docker", null, null, "dock__er/docker" },
        { "thisisthesongthatneverendsitgoesonandonandonthisisthesongthatnev", "docker.io", "library/thisisthesongthatneverendsitgoesonandonandonthisisthesongthatnev", null, null, "thisisthesongthatneverendsitgoesonandonandonthisisthesongthatnev" },
        { "dbcc1", "docker.io", "library/dbcc1", null, null, "dbcc1" },
        { "dbcc1c35ac38df41fd2f5e4130b32ffdb93ebae8b3dbe638c23575912276fc9", "docker.io", "library/dbcc1c35ac38df41fd2f5e4130b32ffdb93ebae8b3dbe638c23575912276fc9", null, null, "dbcc1c35ac38df41fd2f5e4130b32ffdb93ebae8b3dbe638c23575912276fc9" },
        { "docker.io/" + Hex64, "docker.io", "library/" + Hex64, null, null, Hex64 },
        { Hex64 + ":1", "docker.io", "library/" + Hex64, "1", null, Hex64 + ":1" },

        // Without a slash nothing is a domain.
        { "localhost", "docker.io", "library/localhost", null, null, "localhost" },
        { "test_com", "docker.io", "library/test_com", null, null, "test_com" },
        { "test.com:tag", "docker.io", "library/test.com", "tag", null, "test.com:tag" },
        { "test.com:5000", "docker.io", "library/test.com", "5000", null, "test.com:5000" },
        { "192.168.0.1", "docker.io", "library/192.168.0.1", null, null, "192.168.0.1" },
        { "192.168.0.1:80", "docker.io", "library/192.168.0.1", "80", null, "192.168.0.1:80" },
        { "foo_bar.com:8080", "docker.io", "library/foo_bar.com", "8080", null, "foo_bar.com:8080" },

        // Domains.
        { "test.com/foo", "test.com", "foo", null, null, "test.com/foo" },
        { "test.com/repo:tag", "test.com", "repo", "tag", null, "test.com/repo:tag" },
        { "test:5000/repo", "test:5000", "repo", null, null, "test:5000/repo" },
        { "test:5000/repo:tag", "test:5000", "repo", "tag", null, "test:5000/repo:tag" },
        { "test-com:8080/foo", "test-com:8080", "foo", null, null, "test-com:8080/foo" },
        { "test_com/foo", "docker.io", "test_com/foo", null, null, "test_com/foo" },
        { "xn--n3h.com/foo", "xn--n3h.com", "foo", null, null, "xn--n3h.com/foo" },
        { "xn--n3h.com:18080/foo", "xn--n3h.com:18080", "foo", null, null, "xn--n3h.com:18080/foo" },
        { "xn--n3h.com/myimage:xn--n3h.com", "xn--n3h.com", "myimage", "xn--n3h.com", null, "xn--n3h.com/myimage:xn--n3h.com" },
        { "sub-dom1.foo.com/bar/baz/quux", "sub-dom1.foo.com", "bar/baz/quux", null, null, "sub-dom1.foo.com/bar/baz/quux" },
        { "sub-dom1.foo.com/bar/baz/quux:some-long-tag", "sub-dom1.foo.com", "bar/baz/quux", "some-long-tag", null, "sub-dom1.foo.com/bar/baz/quux:some-long-tag" },
        { "b.gcr.io/test.example.com/my-app:test.example.com", "b.gcr.io", "test.example.com/my-app", "test.example.com", null, "b.gcr.io/test.example.com/my-app:test.example.com" },
        { "foo/foo_bar.com:8080", "docker.io", "foo/foo_bar.com", "8080", null, "foo/foo_bar.com:8080" },
        { "127.0.0.1:8000/private/moonbase", "127.0.0.1:8000", "private/moonbase", null, null, "127.0.0.1:8000/private/moonbase" },
        { "127.0.0.1:8000/privatebase", "127.0.0.1:8000", "privatebase", null, null, "127.0.0.1:8000/privatebase" },
        { "example.com:8000/library/x", "example.com:8000", "library/x", null, null, "example.com:8000/library/x" },
        { "192.168.1.1/repo", "192.168.1.1", "repo", null, null, "192.168.1.1/repo" },
        { "192.168.1.1:5000/repo:5050", "192.168.1.1:5000", "repo", "5050", null, "192.168.1.1:5000/repo:5050" },
        { "192.168.0.1:8/debian", "192.168.0.1:8", "debian", null, null, "192.168.0.1:8/debian" },
        { "localhost/repo", "localhost", "repo", null, null, "localhost/repo" },
        { "localhost:5000/repo", "localhost:5000", "repo", null, null, "localhost:5000/repo" },
        { "localhost/library/x", "localhost", "library/x", null, null, "localhost/library/x" },
        { "index.docker.io.example/x", "index.docker.io.example", "x", null, null, "index.docker.io.example/x" },
        { "docker.io:443/x", "docker.io:443", "x", null, null, "docker.io:443/x" },
        { "Docker/docker", "Docker", "docker", null, null, "Docker/docker" },
        { "DOCKER/docker", "DOCKER", "docker", null, null, "DOCKER/docker" },
        { "Foo/bar", "Foo", "bar", null, null, "Foo/bar" },
        { "FOO/bar:1", "FOO", "bar", "1", null, "FOO/bar:1" },
        { "Uppercase/lowercase:tag", "Uppercase", "lowercase", "tag", null, "Uppercase/lowercase:tag" },
        { "a-b.C.d/e", "a-b.C.d", "e", null, null, "a-b.C.d/e" },
        { "foo_bar.com/baz", "", "foo_bar.com/baz", null, null, "foo_bar.com/baz" },
        { "foo_bar.com/baz:1", "", "foo_bar.com/baz", "1", null, "foo_bar.com/baz:1" },

        // IPv6.
        { "[fc00::1]:5000/docker", "[fc00::1]:5000", "docker", null, null, "[fc00::1]:5000/docker" },
        { "[fc00::1]:5000/docker/docker", "[fc00::1]:5000", "docker/docker", null, null, "[fc00::1]:5000/docker/docker" },
        { "[fc00:1:2:3:4:5:6:7]:5000/library/debian", "[fc00:1:2:3:4:5:6:7]:5000", "library/debian", null, null, "[fc00:1:2:3:4:5:6:7]:5000/library/debian" },
        { "[2001:db8::1]/repo", "[2001:db8::1]", "repo", null, null, "[2001:db8::1]/repo" },
        { "[2001:db8:1:2:3:4:5:6]/repo:tag", "[2001:db8:1:2:3:4:5:6]", "repo", "tag", null, "[2001:db8:1:2:3:4:5:6]/repo:tag" },
        { "[2001:db8::]:5000/repo", "[2001:db8::]:5000", "repo", null, null, "[2001:db8::]:5000/repo" },
        { "[::1]:5000/repo", "[::1]:5000", "repo", null, null, "[::1]:5000/repo" },
        { "[2001:db8::1]:5000/repo:tag@" + Sha256, "[2001:db8::1]:5000", "repo", "tag", Sha256, "[2001:db8::1]:5000/repo:tag@" + Sha256 },

        // Tags and digests.
        { "lowercase:Uppercase", "docker.io", "library/lowercase", "Uppercase", null, "lowercase:Uppercase" },
        { "a:_", "docker.io", "library/a", "_", null, "a:_" },
        { "a:0.-", "docker.io", "library/a", "0.-", null, "a:0.-" },
        { "busybox@" + Sha256, "docker.io", "library/busybox", null, Sha256, "busybox@" + Sha256 },
        { "docker.io/library/busybox@" + Sha256, "docker.io", "library/busybox", null, Sha256, "busybox@" + Sha256 },
        { "busybox:latest@" + Sha256, "docker.io", "library/busybox", "latest", Sha256, "busybox:latest@" + Sha256 },
        { "test:5000/repo@" + Sha256, "test:5000", "repo", null, Sha256, "test:5000/repo@" + Sha256 },
        { "test:5000/repo:tag@" + Sha256, "test:5000", "repo", "tag", Sha256, "test:5000/repo:tag@" + Sha256 },
        { "xn--7o8h.com/myimage:xn--7o8h.com@" + Sha512, "xn--7o8h.com", "myimage", "xn--7o8h.com", Sha512, "xn--7o8h.com/myimage:xn--7o8h.com@" + Sha512 },
        { "dmcgowan/myapp@" + Sha256, "docker.io", "dmcgowan/myapp", null, Sha256, "dmcgowan/myapp@" + Sha256 },
    };

    /// <summary>What is no name, and a word of the reason.</summary>
    public static TheoryData<string, string> None { get; } = new()
    {
        { "", "empty" },
        { Hex64, "image ID" },
        { "Docker", "upper-case" },
        { "Uppercase:tag", "upper-case" },
        { "docker/Docker", "upper-case" },
        { "docker.io/docker/Docker", "upper-case" },
        { "test:5000/Uppercase/lowercase:tag", "upper-case" },
        { "https://github.com/docker/docker", "path" },
        { "-docker", "-docker" },
        { "-docker/docker", "-docker" },
        { "docker-/docker", "docker-" },
        { "-docker-/docker", "-docker-" },
        { "-docker.io/docker/docker", "-docker.io" },
        { "docker///docker", "path" },
        { "docker.io/docker///docker", "path" },
        { "docker/", "path" },
        { "/docker", "path" },
        { "docker.io/", "path" },
        { "____/____", "____" },
        { "_docker/_docker", "_docker" },
        { "a___b", "a___b" },
        { "dock..er/docker", "dock..er" },
        { "dock_.er/docker", "dock_.er" },
        { "dock-.er/docker", "dock-.er" },
        { "aa/asdf$$^/aa", "asdf$$^" },
        { "sp ace/ül", "sp ace" },
        { "a\n", "path" },
        { "a\0b", "path" },
        { ":justtag", "path" },
        { "a:", "tag" },
        { "a:-foo", "tag" },
        { "a:.foo", "tag" },
        { "a:b:c", "tag" },
        { "a:b c", "tag" },
        { "a:ü", "tag" },
        { "@" + Sha256, "path" },
        { "repo@", "digest" },
        { "repo@sha256:ffffffffffffffffffffffffffffffffff", "digest" },
        { "repo@sha256:" + Hex64 + "ab", "digest" },
        { "repo@sha256:1A3F5e7d9c1b3a5f7e9d1c3b5a7f9e1d3c5b7a9f1e3d5d7c9b1a3f5e7d9c1b3a", "digest" },
        { "validname@invaliddigest:" + Hex64, "digest" },
        { "a@" + Sha256 + "@" + Sha256, "digest" },
        { "[fc00::1]", "[fc00" },
        { "[fc00::1]:5000", "[fc00" },
        { "[2001:db8::1]:tag", "[2001" },
        { "fc00::1:5000/debian", "fc00" },
        { "[fe80::1%eth0]:5000/debian", "[fe80" },
        { "[fe80::1%@invalidzone]:5000/repo", "[fe80" },
        { "[2001:db8:3:4::192.0.2.33]:5000/debian", "[2001" },
        { "[]/repo", "[]" },
        { "[::1]5000/repo", "[" },
        { "a:b/c", "a" },
        { "test.com:/repo", "test.com:" },
        { "a..b/c", "a..b" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Reads_a_name(string text, string domain, string path, string? tag, string? digest, string familiar)
    {
        var read = ImageReference.Parse(text);

        Assert.Equal((domain, path, tag, digest), (read.Domain, read.Path, read.Tag, read.Digest?.ToString()));
        Assert.Equal(familiar, read.Familiar);
        Assert.Equal(read, ImageReference.Parse(read.ToString()));
        Assert.Equal(read, ImageReference.Parse(read.Familiar.Length == 64 ? "docker.io/" + read.Familiar : read.Familiar));
    }

    [Theory]
    [MemberData(nameof(None))]
    public void Tells_what_is_wrong(string text, string why)
    {
        Assert.Contains(why, Assert.Throws<OciFsException>(() => ImageReference.Parse(text)).Message, StringComparison.Ordinal);
        Assert.False(ImageReference.TryParse(text, out _));
    }

    [Fact]
    public void The_table_is_as_long_as_was_asked() => Assert.True(Names.Count + None.Count >= 100);

    // "latest" is meant only where nothing else is said (TagNameOnly).
    [Theory]
    [InlineData("alpine", "docker.io/library/alpine:latest")]
    [InlineData("alpine:3.20", "docker.io/library/alpine:3.20")]
    [InlineData("user/a/b", "docker.io/user/a/b:latest")]
    [InlineData("localhost:5000/repo", "localhost:5000/repo:latest")]
    [InlineData("alpine@" + Sha256, "docker.io/library/alpine@" + Sha256)]
    [InlineData("alpine:1@" + Sha256, "docker.io/library/alpine:1@" + Sha256)]
    public void Adds_the_tag_that_is_meant(string text, string full) => Assert.Equal(full, ImageReference.Parse(text).WithDefaultTag().ToString());

    // RepositoryNameTotalLengthMax counts the path.
    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void Takes_a_path_of_255_characters(int length, bool isTaken)
    {
        var path = string.Concat(Enumerable.Repeat("a/", 127)) + "a" + new string('a', length - 255);
        Assert.Equal(isTaken, ImageReference.TryParse($"example.com/{path}:tag-puts-this-over-max", out _));
        Assert.Equal(isTaken, ImageReference.TryParse(path, out _));
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void Takes_a_tag_of_128_characters(int length, bool isTaken) => Assert.Equal(isTaken, ImageReference.TryParse($"a:{new string('t', length)}", out _));

    [Theory]
    [InlineData("redis", "docker.io/library/redis")]
    [InlineData("redis:latest", "docker.io/library/redis:latest")]
    [InlineData(Hex64, "sha256:" + Hex64)]
    [InlineData("sha256:" + Hex64, "sha256:" + Hex64)]
    [InlineData(Sha512, Sha512)]
    [InlineData("dbcc1", "docker.io/library/dbcc1")]
    [InlineData("sha256:dbcc1", "docker.io/library/sha256:dbcc1")]
    [InlineData("redis@" + Sha256, "docker.io/library/redis@" + Sha256)]
    public void Tells_a_digest_from_a_name(string text, string full)
    {
        var read = AnyReference.Parse(text);
        Assert.Equal(full, read.ToString());
        Assert.Equal(full.StartsWith("sha", StringComparison.Ordinal), read.Name is null);
        Assert.Equal(read.Name is null, read.Digest is not null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sp ace/ül")]
    public void Tells_what_is_neither(string text)
    {
        Assert.False(AnyReference.TryParse(text, out _));
        Assert.Throws<OciFsException>(() => AnyReference.Parse(text));
    }

    // The grammar as Python's regular expressions, asked of texts that are almost names.
    [Fact]
    public void Reads_what_the_grammar_says()
    {
        var random = new Random(3);
        string[] pieces = ["a", "b9", "A", ".", "..", "_", "__", "___", "-", "--", "/", "//", ":", "@", "5000", "localhost", "docker.io", "index.docker.io", "[::1]", "[", "]", "library", "ü", " ", Hex64, Sha256, "sha256:ab"];
        string[] texts = [.. Enumerable.Range(0, 20_000).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => pieces[random.Next(pieces.Length)])))];
        using var folder = new TempFolder();
        File.WriteAllText(folder["texts"], string.Join('\n', texts));

        var expected = Tool.Lines(Tool.Run(folder.Path, "sh", "-c", "python3 -c \"$1\" < texts", "sh", Grammar));

        Assert.Equal(expected, texts.Select(text => ImageReference.TryParse(text, out var read) ? $"{read.Domain} {read.Path} {read.Tag} {read.Digest}" : "none"), StringComparer.Ordinal);
        Assert.InRange(expected.Count(line => line != "none"), 500, 19_000);
    }

    private const string Grammar = """
        import re, sys
        word = '[a-z0-9]+'
        part = word + '(?:(?:[._]|__|-+)' + word + ')*'
        label = '(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)'
        host = '(?:' + label + r'(?:\.' + label + r')*|\[[0-9A-Fa-f:]+\])(?::[0-9]+)?'
        name = re.compile('(?:(' + host + ')/)?(' + part + '(?:/' + part + r')*)(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}))?')
        for text in sys.stdin.buffer.read().decode().split('\n'):
            first, slash, rest = text.partition('/')
            if not slash or not (first == 'localhost' or '.' in first or ':' in first or first.lower() != first):
                first, rest = 'docker.io', text
            if first == 'index.docker.io':
                first = 'docker.io'
            if first == 'docker.io' and '/' not in rest:
                rest = 'library/' + rest
            found = None if re.fullmatch('[0-9a-f]{64}', text) else name.fullmatch(first + '/' + rest)
            print(' '.join(group or '' for group in found.groups()) if found and len(found[2]) < 256 else 'none')
        """;
}
