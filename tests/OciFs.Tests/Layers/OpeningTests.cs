using OciFs.Layers;
using OciFs.References;

namespace OciFs.Tests.Layers;

/// <summary>What could not be had is tried again, but not without end; what is wrong stays wrong.</summary>
public sealed class OpeningTests
{
    private static readonly Digest Blob = Digest.Parse("sha256:" + new string('0', 64));

    private int _passes;

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(2500, 2500)]
    public void AFailedPassRestsAsLongAsItTook(int pass, int rest)
    {
        var failure = new OciFsException(OciFsError.Unavailable, "Input/output error");
        Assert.False(OpeningFailure.MayRetry(failure, 100, 100 + pass, 100 + pass + rest));
        Assert.True(OpeningFailure.MayRetry(failure, 100, 100 + pass, 100 + pass + rest + 1));
    }

    [Fact]
    public void WhatCouldNotBeHadIsTriedAgain()
    {
        var opening = Failing(new IOException("Input/output error"));
        Assert.Equal(OciFsError.Unavailable, Ask(opening).Error);
        Assert.True(SpinWait.SpinUntil(() => Ask(opening).Error == OciFsError.Unavailable && _passes > 1, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void WhatIsWrongIsNotTriedAgain()
    {
        var opening = Failing(new OciFsException(OciFsError.DigestMismatch, "wrong"));
        Ask(opening);
        Thread.Sleep(1300);
        Assert.Equal(OciFsError.DigestMismatch, Ask(opening).Error);
        Assert.Equal(1, _passes);
    }

    private static OciFsException Ask(Opening<string> opening)
    {
        ((IAsyncResult)opening.Start()).AsyncWaitHandle.WaitOne();
        return Assert.Throws<OciFsException>(() => opening.Value);
    }

    private Opening<string> Failing(Exception failure)
    {
        return new(Blob, OpenAsync, _ => Assert.Fail("opened"), _ => { });

        Task<string> OpenAsync()
        {
            _passes++;
            throw failure;
        }
    }
}
