using OciFs.Host.Confining;

namespace OciFs.Host.Tests.Confining;

/// <summary>What a process that is started within a plan can do, tried by programs that know nothing of us.</summary>
public sealed class ConfinementTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ocifs-").FullName;
    private readonly string? _cacheBefore = Environment.GetEnvironmentVariable("OCIFS_CACHE");

    public ConfinementTests()
    {
        Directory.CreateDirectory(Layout);
        Directory.CreateDirectory(Cache);
        File.WriteAllText($"{Layout}/oci-layout", "mark");
        File.WriteAllText($"{_folder}/secret", "secret");
        Environment.SetEnvironmentVariable("OCIFS_CACHE", Cache);
    }

    private string Layout => $"{_folder}/layout";

    private string Cache => $"{_folder}/cache";

    [Fact]
    public void TheSourceIsReadAndNothingBesideIt() => Check(
        $"cat {Layout}/oci-layout; cat {_folder}/secret; ls {_folder} | head -1",
        allowed: ["mark"],
        forbidden: [$"{_folder}/secret: Permission denied", $"'{_folder}': Permission denied"]);

    [Fact]
    public void TheSourceIsNotWritten()
    {
        Check(
            $"echo x > {Layout}/new; echo x > {Layout}/oci-layout; rm -f {Layout}/oci-layout; mkdir {Layout}/folder; ln -s x {Layout}/link",
            allowed: [],
            forbidden: [$"cannot create {Layout}/new: Permission denied", $"'{Layout}/oci-layout': Permission denied", $"'{Layout}/folder': Permission denied"]);
        Assert.Equal($"{Layout}/oci-layout", Assert.Single(Directory.GetFileSystemEntries(Layout)));
        Assert.Equal("mark", File.ReadAllText($"{Layout}/oci-layout"));
    }

    [Fact]
    public void TheCacheIsWritten()
    {
        Check($"mkdir -p {Cache}/layers/more && echo kept > {Cache}/layers/beside && mv {Cache}/layers/beside {Cache}/layers/file && cat {Cache}/layers/file", ["kept"], []);
        Assert.Equal("kept\n", File.ReadAllText($"{Cache}/layers/file"));
    }

    [Fact]
    public void NothingOfTheHostIsReadWrittenOrStarted() => Check(
        $"cat /etc/passwd; echo x > /tmp/ocifs-confined; cp /bin/true {Cache}/true; chmod 755 {Cache}/true; {Cache}/true || echo refused",
        allowed: ["refused"],
        forbidden: ["/etc/passwd: Permission denied", "/tmp/ocifs-confined: Permission denied", $"{Cache}/true: Permission denied"]);

    [Fact]
    public void ItHasNoNewPrivilegesAndNoMoreCapabilitiesThanItReadsWith()
    {
        var status = ConfinedChild.Run(Plan(), "cat /proc/self/status");

        Assert.Contains("NoNewPrivs:\t1", status, StringComparison.Ordinal);
        foreach (var field in new[] { "CapPrm", "CapEff", "CapBnd", "CapAmb", "CapInh" })
        {
            Assert.True(CapabilitySet.OfStatus(status.Split('\n'), field).ToNames() is [] or ["CAP_DAC_READ_SEARCH"], field);
        }
    }

    [Fact]
    public void ItCannotMountOrUnmount() => Check(
        $"mount -t tmpfs none {Cache} || echo one; umount /proc || echo two", allowed: ["one", "two"], forbidden: []);

    [Fact]
    public void ItReachesNoOtherProcess() => Check(
        $"kill -0 {Environment.ProcessId} || echo refused; cat /proc/{Environment.ProcessId}/environ", allowed: ["refused"], forbidden: ["environ: Permission denied"]);

    [Fact]
    public void WhatStartsItIsAsFreeAsBefore()
    {
        Check("true", [], []);

        Assert.Equal("secret", File.ReadAllText($"{_folder}/secret"));
        Assert.DoesNotContain("NoNewPrivs:\t1", File.ReadAllText("/proc/thread-self/status"), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatFailsWithinFailsOutside() =>
        Assert.Equal("why", Assert.Throws<IOException>(() => Confinement.Within<int>(Plan(), () => throw new IOException("why"))).Message);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("OCIFS_CACHE", _cacheBefore);
        Directory.Delete(_folder, recursive: true);
    }

    private ConfinementPlan Plan() => ConfinementPlan.Of($"oci:{Layout}");

    private void Check(string script, string[] allowed, string[] forbidden)
    {
        Assert.SkipUnless(HasLandlock(), "this kernel has no Landlock, or it is not switched on");
        var output = ConfinedChild.Run(Plan(), script);

        Assert.All(allowed.Concat(forbidden), line => Assert.Contains(line, output, StringComparison.Ordinal));
    }

    private static bool HasLandlock()
    {
        using var rules = LandlockRuleset.TryCreate();
        return rules is not null;
    }
}
